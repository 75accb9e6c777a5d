/** The thread that evaluates jq expressions: an interpreter in WebAssembly without environment, files or network. */
import { parentPort } from 'node:worker_threads'
import { loadJq } from 'jq-wasm'
import type { JqRequest, JqResponse } from './protocol.ts'
import type { JqPath } from './types.ts'

/** More places than a person means; a hostile expression names every part of a large object. */
const MAX_PATHS = 10_000

/** Exit status of jq for an expression that fails on its input; compile errors have another. */
const FAILED_ON_INPUT = 5
const ABOUT_DATA = /Cannot (?:iterate over|index) /

const jq = await loadJq()

/** The newline ends a comment that the expression may end with. */
const program = ({ expression, text }: JqRequest): string =>
  text === null ? `empty | path(${expression}\n)` : `[path(${expression}\n)]`

function answer(request: JqRequest): JqResponse {
  try {
    const { stdout, stderr, exitCode } = jq.raw(request.text ?? 'null', program(request), ['-c'])
    if (exitCode !== 0)
      return {
        kind: 'failed',
        message: stderr,
        isAboutData: exitCode === FAILED_ON_INPUT && ABOUT_DATA.test(stderr),
      }
    const paths = (stdout.trim() === '' ? [] : JSON.parse(stdout)) as JqPath[]
    return paths.length > MAX_PATHS
      ? { kind: 'failed', message: `more than ${MAX_PATHS} places`, isAboutData: false }
      : { kind: 'paths', paths }
  } catch {
    return { kind: 'broken' }
  }
}

parentPort?.on('message', (request: JqRequest) => parentPort?.postMessage(answer(request)))
parentPort?.postMessage('ready')
