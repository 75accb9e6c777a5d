/** The connection test of the import dialog: a chain of steps, each with its time, that stops at the first failure and says why. */
import { AppError } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { checkReachable, checkUrlAllowed, pinned, resolveDestination } from './address.ts'
import { listRefsAt, type GitContext } from './remote.ts'
import { checkSignIn } from './sign-in.ts'
import type { ConnectionTest, GitRefs, GitRemote, TestStep } from './types.ts'
import { parseGitUrl } from './url.ts'

/** Reasons that only Git finds out but that belong to the connection, not to the repository behind it. */
const CONNECTION_REASONS: ReadonlySet<Reason> = new Set([
  'git_tls_failed',
  'git_connection_refused',
  'git_host_not_found',
  'git_host_key_changed',
  'git_host_key_unknown',
])

/** Tries a remote. Never throws for a failed step; anything that is not an AppError is a defect and is thrown. */
export async function testConnection(context: GitContext, remote: GitRemote): Promise<ConnectionTest> {
  const started = performance.now()
  const steps: ConnectionTest['steps'] = []
  const step = async <T>(name: TestStep, run: () => T | Promise<T>): Promise<T> => {
    const began = performance.now()
    try {
      const value = await run()
      steps.push({ step: name, ok: true, ms: elapsed(began) })
      return value
    } catch (error) {
      steps.push({ step: name, ok: false, ms: elapsed(began) })
      throw error
    }
  }
  try {
    const refs = await chain(context, remote, step)
    return { ok: true, steps, reason: null, detail: '', refs, ms: elapsed(started) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const reason = error.reason ?? 'git_failed'
    if (CONNECTION_REASONS.has(reason)) moveBlameToConnection(steps)
    return { ok: false, steps, reason, detail: error.detail ?? '', refs: null, ms: elapsed(started) }
  }
}

async function chain(
  context: GitContext,
  remote: GitRemote,
  step: <T>(name: TestStep, run: () => T | Promise<T>) => Promise<T>,
): Promise<GitRefs> {
  const allowed = await context.allowedPrivateHosts()
  const url = await step('allowed', () => {
    const parsed = parseGitUrl(remote.url)
    checkUrlAllowed(parsed, allowed)
    checkSignIn(parsed, remote.credential)
    return parsed
  })
  const { connectMs } = context.limits
  const destination = await step('resolve', () => resolveDestination(url, allowed, context.resolver, connectMs))
  const address = await step('connect', () => checkReachable(destination, connectMs))
  return step('repository', () => listRefsAt(context, remote, pinned(destination, address)))
}

/** A certificate that does not fit fails the `connect` step, although TCP itself was fine. */
function moveBlameToConnection(steps: ConnectionTest['steps']): void {
  const connect = steps.findIndex(({ step }) => step === 'connect')
  const last = steps.at(-1)
  if (connect < 0 || last?.step !== 'repository') return
  const ms = steps.slice(connect).reduce((sum, step) => sum + step.ms, 0)
  steps.splice(connect, steps.length, { step: 'connect', ok: false, ms })
}

const elapsed = (since: number): number => Math.round(performance.now() - since)
