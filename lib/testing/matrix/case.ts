/** How one entry point is asked in the matrix. */
import type { Fixture } from './fixture.ts'
import type { Principal } from './principals.ts'

export type Case = {
  /** Valid, and naming what is really there: only who asks decides. */
  input: Record<string, unknown>
  /** What a person who is let in gets: "ok", or a harmless refusal by the work itself as "CODE reason". */
  answers: string
}

/** `unique` is another text for every call, fit for a name. */
export type CaseMaker = (fixture: Fixture, who: Principal, unique: string) => Case

export const ok = (input: Record<string, unknown>): Case => ({ input, answers: 'ok' })
export const refused = (answers: string, input: Record<string, unknown>): Case => ({ input, answers })
