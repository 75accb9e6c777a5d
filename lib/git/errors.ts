/** Git's words → our reasons. Git is always run with LANG=C.UTF-8, so its messages are the English ones below. */
import { AppError, type ErrorCode } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { foreignWords } from '#lib/core/foreign-words.ts'

/** What is known about a Git command that did not succeed. */
export type GitFailure = {
  stderr: string
  exitCode: number | null
  /** Our deadline ended it. */
  timedOut: boolean
  /** Its output went over the cap. */
  truncated: boolean
}

/** The first match decides; causes stand before the general words Git wraps them in. */
const MESSAGES: readonly [RegExp, Reason][] = [
  [/No space left on device|Disk quota exceeded/i, 'disk_full'],
  [/died of signal (25|31)|File size limit exceeded|file too large/i, 'tree_too_large'],
  // The only complaint is that index-pack ended without a word: the guard's file size limit (SIGXFSZ) does that.
  [/^(?:(?!fatal:|error:).*\n)*fatal: fetch-pack: invalid index-pack output\s*$/, 'tree_too_large'],
  // transfer.fsckObjects: Git judges every object before it is kept.
  [/fsck error in packed object/, 'git_unsafe_object'],
  // Spoken by our own ssh client, which is asked to say errors only.
  [/REMOTE HOST IDENTIFICATION HAS CHANGED|REVOKED HOST KEY DETECTED/, 'git_host_key_changed'],
  [/Host key verification failed|No \S+ host key is known for/, 'git_host_key_unknown'],
  [/Could not resolve host|Name or service not known/i, 'git_host_not_found'],
  [
    /returned error: 30[12378]|unable to update url base from redirection|transport '\w+' not allowed/i,
    'git_redirected',
  ],
  [
    /Authentication failed|could not read (Username|Password)|Access denied|returned error: 40[137]|Permission denied/i,
    'git_auth_failed',
  ],
  [/returned error: 429/, 'git_rate_limited'],
  [/timed out|Operation too slow|returned error: 504/i, 'git_timeout'],
  [/SSL|TLS|certificate|gnutls/i, 'git_tls_failed'],
  [
    /Failed to connect|Couldn't connect|Connection refused|Connection reset|kex_exchange_identification|Connection closed by|No route to host|Network is unreachable|Empty reply/i,
    'git_connection_refused',
  ],
  [
    /repository '.*' not found|Repository not found|does not appear to be a git repository|could not be found|returned error: (404|410)/i,
    'git_repository_not_found',
  ],
  [/not our ref|couldn't find remote ref|unadvertised object|no such remote ref/i, 'revision_not_found'],
  [
    /not valid: is this a git repository|invalid server response|protocol error|bad line length|unexpected .* packet|the remote end hung up|early EOF/i,
    'git_not_a_repository',
  ],
]

const CODES: Partial<Record<Reason, ErrorCode>> = { git_timeout: 'TIMEOUT', disk_full: 'UNAVAILABLE' }

/** The reason a failed command has. */
export function classify(failure: GitFailure): Reason {
  if (failure.timedOut) return 'git_timeout'
  if (failure.truncated) return 'tree_too_large'
  return MESSAGES.find(([pattern]) => pattern.test(failure.stderr))?.[1] ?? 'git_failed'
}

/** The error of a failed command: UPSTREAM, TIMEOUT or UNAVAILABLE, with Git's own words as detail. */
export function gitError(failure: GitFailure, params: Record<string, string>, secrets: readonly string[]): AppError {
  const reason = classify(failure)
  return new AppError(CODES[reason] ?? 'UPSTREAM', { reason, params, detail: cleanDetail(failure.stderr, secrets) })
}

/** Text of Git or of the remote that may be shown: no secrets, URLs shortened to their host, and what `foreignWords` promises. */
export function cleanDetail(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (!secret) continue
    for (const form of [secret, encodeURIComponent(secret)]) clean = clean.replaceAll(form, '***')
  }
  return foreignWords(clean.replace(/(?:https?|ssh):\/\/(?:[^\s/@'"]*@)?([^\s/'"]+)[^\s'"]*/gi, '$1'))
}
