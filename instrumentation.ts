/** What the web process does before it serves, and what it does with an error that no door caught. */
import type { Instrumentation } from 'next'

const isServing = process.env['NEXT_RUNTIME'] === 'nodejs' && process.env['NEXT_PHASE'] !== 'phase-production-build'

/** A process that cannot work does not start: bad values of the environment are named at once, not at the first request. */
export async function register(): Promise<void> {
  if (!isServing) return
  const { env } = await import('#lib/config/env.ts')
  env()
  const { checkKeysAtStart } = await import('#lib/crypto/check-keys.ts')
  const { logger } = await import('#lib/observability/logger.ts')
  await checkKeysAtStart((error) => logger.warn({ err: error }, 'the encryption keys could not be compared'))
  const { IEUM_CONSOLE_METRICS } = env()
  if (!IEUM_CONSOLE_METRICS) return
  const { serveMetrics } = await import('#lib/observability/metrics-server.ts')
  await serveMetrics(IEUM_CONSOLE_METRICS)
}

/** The person sees a digest; the line with the same digest says, redacted, what happened. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { logger } = await import('#lib/observability/logger.ts')
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? error.digest : undefined
  const { routePath, routeType } = context
  logger.error(
    { err: error, digest, requestId: request.headers['x-request-id'], method: request.method, routePath, routeType },
    'page failed',
  )
}
