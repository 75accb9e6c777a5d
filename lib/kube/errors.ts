/** Translates what an API server answers (metav1.Status) and what a connection fails with into the product's codes and reasons. */
import type { V1Status } from '@kubernetes/client-node'
import { AppError, type AppErrorOptions, type ErrorCode } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { foreignWords } from '#lib/core/foreign-words.ts'

/** The part of metav1.Status that tells what went wrong. */
export type ApiStatus = Pick<V1Status, 'message' | 'reason' | 'code' | 'details'>

const IMMUTABLE = /immutable|may not change once set|updates to \S+ spec for fields other than|cannot be changed/i
const ADMISSION = /admission webhook|ValidatingAdmissionPolicy|violates PodSecurity|exceeded quota/i
const PORT_TAKEN = /provided port is already allocated|port is already allocated/i

/** Server-side apply answers 500, not 422, where an object does not fit its kind: a wrong type, an undeclared field, bad base64. */
const UNFIT = /failed to create typed (?:patch|new|live) object|failed to convert new object/
const UNFIT_FIELD = /: \.([^\s:]+): (?:expected|field not declared|duplicate entries)/

/** Where a message begins to quote what was sent. */
const QUOTE = /((?:Invalid|Duplicate|Unsupported) value:|\bgot\b).*$/s

/** The server's words. A Secret's end where they begin to quote: the quotation may be any part of it, in several notations. */
function detailOf(message: string, kind: string): string {
  const text = kind === 'Secret' ? message.replace(QUOTE, '$1 (masked)') : message
  return foreignWords(text)
}

function invalidReason(status: ApiStatus, message: string): Reason {
  if (PORT_TAKEN.test(message)) return 'node_port_taken'
  const causes = status.details?.causes ?? []
  return IMMUTABLE.test(message) || causes.some((cause) => IMMUTABLE.test(cause.message ?? ''))
    ? 'object_immutable'
    : 'object_invalid'
}

function forbiddenReason(status: ApiStatus, message: string, impersonated: boolean): Reason {
  const terminating = status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating')
  if (terminating || /because it is being terminated/.test(message)) return 'namespace_terminating'
  if (ESCALATION.test(message)) return 'rights_not_allowed'
  const right = RIGHT.exec(message)
  if (!right) return 'admission_denied'
  // Kubernetes 1.35 and later also ask for narrower verbs ("impersonate:serviceaccount").
  if (right.groups?.['verb']?.startsWith('impersonate')) return 'cluster_identity_refused'
  return impersonated ? 'rights_missing' : 'cluster_forbidden'
}

/** Kubernetes' authorizer: which right is missing, and where. */
const RIGHT =
  /cannot (?<verb>[\w:-]+) resource "(?<resource>[^"]*)"(?: in API group "(?<group>[^"]*)")?(?: in the namespace "(?<namespace>[^"]*)")?/
/** Kubernetes' check of escalation: nobody hands out rights that he has not got himself. */
const ESCALATION = /attempting to grant RBAC permissions not currently held/

/** The right that was missing, for the words of the refusal. */
function rightIn(message: string): Record<string, string> {
  const { verb = '', resource = '', group = '', namespace = '' } = RIGHT.exec(message)?.groups ?? {}
  return verb ? { verb, resource: group ? `${resource}.${group}` : resource, namespace } : {}
}

function notFoundReason(status: ApiStatus, message: string): Reason {
  if (status.details?.kind === 'namespaces' || /^namespaces ".*" not found/.test(message)) return 'namespace_missing'
  return status.details?.name ? 'no_live_object' : 'kind_unknown'
}

function classify(http: number, status: ApiStatus, message: string, impersonated: boolean): [ErrorCode, Reason] {
  switch (http) {
    case 401:
      return ['UPSTREAM', 'cluster_auth_failed']
    case 403:
      return ['UPSTREAM', forbiddenReason(status, message, impersonated)]
    case 404:
      return ['NOT_FOUND', notFoundReason(status, message)]
    case 409:
      return ['CONFLICT', status.reason === 'AlreadyExists' ? 'object_rejected' : 'version_changed']
    case 400:
    case 422:
      return ['UPSTREAM', ADMISSION.test(message) ? 'admission_denied' : invalidReason(status, message)]
    case 408:
    case 504:
      return ['TIMEOUT', 'api_timeout']
    default:
      if (UNFIT.test(message)) return ['UPSTREAM', 'object_invalid']
      return ['UPSTREAM', ADMISSION.test(message) ? 'admission_denied' : 'api_failed']
  }
}

/**
 * The error of an answer that is not a success. `kind` is the object's kind, so that a Secret's words can be masked; `impersonate`: as whom
 * the call was made, because what a DevOps project lacks is another matter than what Ieum lacks.
 */
export function statusError(
  http: number,
  body: string,
  { kind = '', impersonate = '' }: { kind?: string; impersonate?: string } = {},
): AppError {
  const status = parseStatus(body)
  const message = status.message ?? body
  const [code, reason] = classify(http, status, message, impersonate !== '')
  const field = status.details?.causes?.find((cause) => cause.field)?.field ?? UNFIT_FIELD.exec(message)?.[1]
  const right = http === 403 ? rightIn(message) : {}
  const options: AppErrorOptions = { reason, params: { status: http, ...right }, detail: detailOf(message, kind) }
  if (field) options.params = { ...options.params, field }
  return new AppError(code, options)
}

function parseStatus(body: string): ApiStatus {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

const BUSY = new Set([429, 500, 502, 503, 504])

/** The JSON of a successful answer. Something between us and the API server may have cut or replaced it: UPSTREAM `api_failed`. */
export function parseBody(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw unreadable(error)
  }
}

/** The error for an answer that is a success but not what was asked for. */
export const unreadable = (cause: unknown): AppError =>
  new AppError('UPSTREAM', { reason: 'api_failed', params: { status: 200 }, cause })

/** The same call may succeed a moment later. A 500 about the object itself never does. */
export const isBusy = (http: number, body: string): boolean => BUSY.has(http) && !UNFIT.test(body)

const TIMEOUT_CODES = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ABORT_ERR'])

/** The error of a call that got no answer: refused, unresolved, cut, untrusted certificate, or too slow. */
export function connectionError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = codeOf(error)
  const name = error instanceof Error ? error.name : ''
  if (TIMEOUT_CODES.has(code) || name === 'TimeoutError')
    return new AppError('TIMEOUT', { reason: 'api_timeout', cause: error })
  const detail = error instanceof Error ? detailOf(error.message || code, '') : ''
  return new AppError('UPSTREAM', { reason: 'cluster_unreachable', detail, cause: error })
}

const NOT_FOUND = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'])
const REFUSED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])
const TLS = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|HOSTNAME_MISMATCH|ERR_OSSL|EPROTO/

/**
 * What exactly keeps a connection from being made, for somebody who registers a cluster and can mend the kubeconfig: name, port or
 * certificate. Any other failure stays as it is.
 */
export function refineUnreachable(error: AppError, host: string): AppError {
  if (error.reason !== 'cluster_unreachable') return error
  const code = codeOf(error.cause)
  const reason: Reason | null = NOT_FOUND.has(code)
    ? 'cluster_host_not_found'
    : REFUSED.has(code)
      ? 'cluster_refused'
      : TLS.test(code)
        ? 'cluster_tls_failed'
        : null
  if (reason === null) return error
  return new AppError(error.code, { reason, params: { host }, detail: error.detail ?? '', cause: error })
}

/** The system's code of a failure ("ECONNREFUSED"), also where it hides in the cause. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'cause' in error ? codeOf(error.cause) : ''
}
