/** What went wrong with a provider → a reason. Nothing of an answer is kept: it may hold tokens. */
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { AppError } from '#lib/core/errors.ts'
import { CALL_SECONDS } from './http.ts'

const MOST_CAUSES = 8

function* causesOf(error: unknown): Generator<object> {
  let current = error
  for (let depth = 0; depth < MOST_CAUSES && typeof current === 'object' && current !== null; depth++) {
    yield current
    current = 'cause' in current ? current.cause : undefined
  }
}

/** RFC 6749: an error code is printable; a provider that says something else has said nothing. */
export const errorCode = (code: unknown): string =>
  typeof code === 'string' && /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,64}$/.test(code) ? code : ''

const isTimeout = (error: object): boolean =>
  ('name' in error && error.name === 'TimeoutError') || ('code' in error && error.code === 'OAUTH_TIMEOUT')

/** Codes of openid-client that say that a signature or a claim is not what it must be. */
const REFUSED_TOKEN = [
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_PARSE_ERROR',
  'OAUTH_UNSUPPORTED_OPERATION',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_MISSING_SERVER_METADATA',
]

/** Failed before the provider's answer could be judged: discovery, a connection, a status. */
function unreachable(error: unknown, host: string): AppError {
  const causes = [...causesOf(error)]
  if (causes.some(isTimeout))
    return new AppError('TIMEOUT', { reason: 'sso_provider_timeout', params: { host, seconds: CALL_SECONDS } })
  if (error instanceof ClientError)
    return new AppError('UPSTREAM', { reason: 'sso_provider_answer', params: { host }, detail: errorCode(error.code) })
  const code = causes.map((cause) => ('code' in cause ? errorCode(cause.code) : '')).find((text) => text !== '') ?? ''
  return new AppError('UPSTREAM', { reason: 'sso_provider_unreachable', params: { host }, detail: code })
}

/** The reason of a failure while a provider is read. */
export function discoveryFailure(error: unknown, host: string): AppError {
  return [...causesOf(error)].find((cause) => cause instanceof AppError) ?? unreachable(error, host)
}

/** The reason of a failure while somebody comes back from the provider. */
export function signInFailure(error: unknown, host: string): AppError {
  if (error instanceof AuthorizationResponseError)
    return new AppError('UNAUTHENTICATED', { reason: 'sso_denied', params: { host }, detail: errorCode(error.error) })
  if (error instanceof ResponseBodyError)
    return new AppError('UPSTREAM', { reason: 'sso_code_refused', params: { host }, detail: errorCode(error.error) })
  const causes = [...causesOf(error)]
  const known = causes.find((cause) => cause instanceof AppError)
  if (known) return known
  if (error instanceof ClientError && REFUSED_TOKEN.includes(error.code ?? ''))
    return new AppError('UNAUTHENTICATED', { reason: 'sso_token_refused', params: { host }, detail: error.code ?? '' })
  return unreachable(error, host)
}
