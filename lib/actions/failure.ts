/** The one place where a thrown error becomes what the browser is told. */
import { unstable_rethrow } from 'next/navigation'
import { AppError, ERROR_CODES, type ActionResult, type PublicError } from '#lib/core/errors.ts'
import { requestLogger } from '#lib/observability/logger.ts'
import { metrics } from '#lib/observability/metrics.ts'

/** Allow-listed fields only: no message, no stack, no echo of the input. */
export function publicError(error: AppError, requestId: string): PublicError {
  return {
    code: error.code,
    ...(error.reason && { reason: error.reason }),
    ...(error.fields && { fields: error.fields }),
    ...(error.params && { params: error.params }),
    ...(error.detail && { detail: error.detail }),
    requestId,
  }
}

/**
 * Runs `work` and answers with its result or with the public form of its failure. Next's own control flow (redirect, not-found) passes
 * through. What is not an AppError is a defect: logged in full under the request id, told as INTERNAL with that id only.
 */
export async function guarded<T>(entry: string, requestId: string, work: () => Promise<T>): Promise<ActionResult<T>> {
  const start = performance.now()
  const answer = await answerOf(entry, requestId, work)
  const result = answer.ok ? 'ok' : answer.error.code
  metrics().requests.observe({ entry, result }, (performance.now() - start) / 1000)
  return answer
}

async function answerOf<T>(entry: string, requestId: string, work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, data: await work() }
  } catch (error) {
    unstable_rethrow(error)
    const log = requestLogger(requestId)
    if (!(error instanceof AppError)) {
      log.error({ err: error, entry }, 'entry point failed')
      return { ok: false, error: { code: 'INTERNAL', requestId } }
    }
    const level = ERROR_CODES[error.code].log
    log[level]({ entry, code: error.code, reason: error.reason, cause: error.cause }, 'entry point refused')
    return { ok: false, error: publicError(error, requestId) }
  }
}
