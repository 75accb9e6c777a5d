/** What the process and its jq thread say to each other. */
import type { JqPath } from './types.ts'

export type JqRequest = { expression: string; text: string | null }
export type JqResponse =
  | { kind: 'paths'; paths: JqPath[] }
  /** `isAboutData`: the expression is right and this text has not what it asks for. */
  | { kind: 'failed'; message: string; isAboutData: boolean }
  /** The interpreter gave up (memory): the thread is of no more use. */
  | { kind: 'broken' }
