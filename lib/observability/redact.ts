/**
 * Makes a value fit for a log line: secrets are replaced by key and, where they stand inside a text, by shape.
 * Pure; bounded in depth and length, so that a log line can never be the thing that fills the memory.
 */

export const REDACTED = '[redacted]'

const SECRET_KEY =
  /passw|secret|token|authorization|cookie|credential|kubeconfig|private.?key|key.?data|encryption.?key|^connection$|^set-cookie$/i
/** Keys that only look like secrets: counters and identifiers that are needed to follow what happened. */
const HARMLESS_KEY = /^(credentialId|credentialType|fencingToken|leaseToken)$/
/** scheme://user:password@host, as in a database URL or a Git remote. */
const URL_USERINFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@'"]+@/gi
const BEARER = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi

const MAX_DEPTH = 6
const MAX_TEXT = 4_000
const MAX_ITEMS = 100

/** `text` without the passwords in its URLs and without authorization headers, cut at 4,000 characters. */
export function redactText(text: string): string {
  const clean = text.replace(URL_USERINFO, `$1${REDACTED}@`).replace(BEARER, `$1 ${REDACTED}`)
  return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}… (${clean.length} characters)` : clean
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...own } = error
  return {
    ...redactObject(own, depth),
    type: name || error.constructor.name,
    message: redactText(message),
    stack: redactText(stack ?? ''),
    ...(cause === undefined ? {} : { cause: redact(cause, depth + 1) }),
  }
}

function redactObject(object: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(object).slice(0, MAX_ITEMS)
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      SECRET_KEY.test(key) && !HARMLESS_KEY.test(key) && value !== null && value !== undefined
        ? REDACTED
        : redact(value, depth + 1),
    ]),
  )
}

/** A copy of `value` for the log. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '[deep]'
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Error) return redactError(value, depth)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1))
  return redactObject(value, depth)
}
