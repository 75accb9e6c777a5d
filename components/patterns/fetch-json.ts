import type { ActionResult, PublicError } from '#lib/core/errors.ts'

/** A read that ended in a failure of ours or of the way to the server; `failure` has its code. */
export class RequestFailure extends Error {
  readonly failure: PublicError

  constructor(failure: PublicError) {
    super(failure.code)
    this.name = 'RequestFailure'
    this.failure = failure
  }
}

/** The server did not answer at all: switched off, restarting, or the network is gone. */
export const NO_ANSWER: PublicError = { code: 'UNAVAILABLE', requestId: '' }

/** What is known about any thrown value, as a failure with a code. */
export const failureOf = (error: unknown): PublicError => (error instanceof RequestFailure ? error.failure : NO_ANSWER)

/** The session has ended while somebody works: to the log-in page, which says so, and after it back to where the person is. */
export function goToLogIn(): void {
  const here = window.location.pathname + window.location.search
  window.location.assign(`/login?next=${encodeURIComponent(here)}&ended`)
}

/** Reads a JSON route of ours. Throws `RequestFailure`; an ended session leads to the log-in page. */
export async function fetchJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const result = await readResult<T>(url, signal)
  if (result.ok) return result.data
  if (result.error.code === 'UNAUTHENTICATED') goToLogIn()
  throw new RequestFailure(result.error)
}

async function readResult<T>(url: string, signal: AbortSignal | undefined): Promise<ActionResult<T>> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) })
    return (await response.json()) as ActionResult<T>
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RequestFailure(NO_ANSWER)
  }
}
