/** The way to a provider. */
import 'server-only'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { beginFlow } from '#lib/oidc/flow.ts'
import { keepAttempt, type Attempt } from './attempt.ts'
import { findProvider, open, redirectUriOf } from './provider.ts'

/** Where the browser goes to now. Throws NOT_FOUND, and as `openProvider` for a provider that does not answer. */
async function start(name: string, rest: Pick<Attempt, 'next' | 'link'>): Promise<{ url: string }> {
  const row = await findProvider(name)
  const { url, flow } = await beginFlow(await open(row), { redirectUri: redirectUriOf(name), scopes: row.scopes })
  await keepAttempt({ provider: name, flow, ...rest })
  return { url }
}

/** Begins signing in. */
export const startSignIn = ({ provider, next }: { provider: string; next: string }): Promise<{ url: string }> =>
  start(provider, { next, link: null })

/** Begins linking an identity to the person who asks, in the session by which they ask. */
export function startLink({ id, sessionId }: Actor, { provider }: { provider: string }): Promise<{ url: string }> {
  if (sessionId === undefined) throw new AppError('UNAUTHENTICATED')
  return start(provider, { next: '/profile', link: { userId: id, sessionId } })
}
