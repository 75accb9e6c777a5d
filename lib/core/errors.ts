/**
 * The one table of error codes. Everything else (HTTP status, log level, words) is derived from a code;
 * nothing in the product throws or returns sentences. The words live in `lib/i18n/messages/<locale>/errors.json`.
 */
import type { Reason } from './reasons.ts'

export const ERROR_CODES = {
  UNAUTHENTICATED: { http: 401, log: 'info' },
  FORBIDDEN: { http: 403, log: 'warn' },
  NOT_FOUND: { http: 404, log: 'info' },
  VALIDATION: { http: 422, log: 'info' },
  CONFLICT: { http: 409, log: 'info' },
  PRECONDITION: { http: 412, log: 'info' },
  TOO_LARGE: { http: 413, log: 'info' },
  RATE_LIMITED: { http: 429, log: 'warn' },
  UPSTREAM: { http: 502, log: 'warn' },
  TIMEOUT: { http: 504, log: 'warn' },
  UNAVAILABLE: { http: 503, log: 'error' },
  INTERNAL: { http: 500, log: 'error' },
} as const satisfies Record<string, { http: number; log: 'info' | 'warn' | 'error' }>

export type ErrorCode = keyof typeof ERROR_CODES

/** Values that fill the placeholders of a message. */
export type ErrorParams = Record<string, string | number>

/** Why one form field was refused; its words are `errors.fields.<code>`. */
export type FieldIssue = { code: FieldCode; params?: ErrorParams }

export const FIELD_CODES = [
  'required',
  'too_short',
  'too_long',
  'name_format',
  'name_letter_first',
  'name_reserved',
  'name_taken',
  'username_format',
  'email_format',
  'password_format',
  'password_unchanged',
  'password_wrong',
  'url_format',
  'url_scheme',
  'url_credentials',
  'url_whitespace',
  'host_format',
  'revision_format',
  'path_format',
  'port_range',
  'port_taken',
  'time_range',
  'quantity_cpu',
  'quantity_memory',
  'pattern_format',
  'number_min',
  'number_max',
  'duplicate',
  'already_there',
  'not_a_choice',
  'not_found',
  'yaml',
  'unknown_field',
  'jq_expression',
  'secret_control',
  'secret_again',
  'ssh_key_public',
  'ssh_key_format',
  'ssh_key_locked',
  'ssh_key_passphrase',
  'known_hosts_format',
  'known_hosts_other',
  'mismatch',
  'invalid',
] as const
export type FieldCode = (typeof FIELD_CODES)[number]

export type AppErrorOptions = {
  /** What exactly went wrong; words are `reasons.<reason>`. */
  reason?: Reason
  fields?: Record<string, FieldIssue>
  params?: ErrorParams
  /** Text of the other system (API server, Git), quoted under our words. Never contains a secret. */
  detail?: string
  cause?: unknown
}

/** Known to every copy of this module: a bundler may put one into each of its bundles, and errors cross from one to another. */
const BRAND: unique symbol = Symbol.for('ieum.AppError')

/** A failure with a code. Anything else that is thrown is a defect and becomes INTERNAL at the door. */
export class AppError extends Error {
  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return typeof value === 'object' && value !== null && BRAND in value
  }

  readonly [BRAND] = true
  readonly code: ErrorCode
  readonly reason: Reason | undefined
  readonly fields: Record<string, FieldIssue> | undefined
  readonly params: ErrorParams | undefined
  readonly detail: string | undefined

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(
      options.reason ? `${code}: ${options.reason}` : code,
      options.cause === undefined ? {} : { cause: options.cause },
    )
    this.name = 'AppError'
    this.code = code
    this.reason = options.reason
    this.fields = options.fields
    this.params = options.params
    this.detail = options.detail
  }
}

/** What a failed action, query or route tells the browser: never a sentence, a stack or an echo of the input. */
export type PublicError = {
  code: ErrorCode
  reason?: Reason
  fields?: Record<string, FieldIssue>
  params?: ErrorParams
  detail?: string
  requestId: string
}

export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: PublicError }
