/**
 * The way in, the same for actions, queries and routes, always in this order: session → Actor read fresh → a password of one's own
 * → same-origin (changes only) → strict parse → scope resolved to a row the actor may see → authorise. What comes after is the caller's.
 */
import { recordAudit } from '#lib/audit/record.ts'
import { can } from '#lib/authz/can.ts'
import type { Actor, Scope } from '#lib/authz/actor.ts'
import type { Permission } from '#lib/authz/permissions.ts'
import { env } from '#lib/config/env.ts'
import { AppError } from '#lib/core/errors.ts'
import { withTransaction } from '#lib/db/client.ts'
import type { AccessKind, EntryPoint, RequestContext } from './definition.ts'
import { parseInput } from './parse.ts'
import { resolveScope } from './resolve-scope.ts'

/** What the pipeline needs to know of a request; the web reads it from Next, tests build it. */
export type RequestFacts = {
  requestId: string
  origin: string | null
  /** `Sec-Fetch-Site`: set by browsers, cannot be set by a page's script. */
  fetchSite: string | null
  actor(): Promise<Actor | null>
}

/** An entry point that people come to. */
export type PeoplesEntry = EntryPoint & { scope: AccessKind }

export type Entered<K extends AccessKind, I> = { context: RequestContext<K>; input: I }

/**
 * Refuses a change that another site's page asked for. Unlike the framework's own check it also refuses requests that do not say
 * where they come from.
 */
export function requireSameOrigin({ origin, fetchSite }: Pick<RequestFacts, 'origin' | 'fetchSite'>): void {
  if (fetchSite === 'same-origin') return
  if (fetchSite === null && origin !== null && origin === new URL(env().NEXTAUTH_URL).origin) return
  throw new AppError('FORBIDDEN', { reason: 'cross_site_request' })
}

/** A password that somebody else has set opens nothing but the way to change it, whatever is asked for. */
function requireOwnPassword({ mustChangePassword }: Actor, { scope, duringPasswordChange }: EntryPoint): void {
  if (mustChangePassword && scope !== 'public' && !duringPasswordChange)
    throw new AppError('FORBIDDEN', { reason: 'password_change_required' })
}

/** A refusal of a visible scope is worth a line that stays: someone tried what their role does not allow. */
async function refuse(entry: EntryPoint, { requestId }: RequestFacts, actor: Actor, scope: Scope): Promise<never> {
  await withTransaction((tx) =>
    recordAudit({ tx, requestId, actor: { id: actor.id, name: actor.username } }, scope, {
      action: 'access.denied',
      target: { type: 'entry', id: entry.name, name: entry.name },
      details: { permission: entry.permission },
    }),
  )
  throw new AppError('FORBIDDEN', { params: { permission: entry.permission } })
}

/**
 * Lets a request in or throws UNAUTHENTICATED, FORBIDDEN, VALIDATION or NOT_FOUND. The entry point's declaration decides the types:
 * `K` is its scope, `I` the output of its schema.
 */
export async function enter<K extends AccessKind, I>(
  entry: PeoplesEntry,
  request: RequestFacts,
  raw: unknown,
): Promise<Entered<K, I>> {
  const actor = await request.actor()
  if (!actor && entry.scope !== 'public') throw new AppError('UNAUTHENTICATED')
  if (actor) requireOwnPassword(actor, entry)
  if (entry.kind === 'action') requireSameOrigin(request)
  const input = parseInput(entry.input, raw) as object
  const scope = await resolveScope(entry.scope, input, actor)
  if (scope && actor && !can(actor, entry.permission as Permission, scope)) await refuse(entry, request, actor, scope)
  return { context: { requestId: request.requestId, actor, scope }, input } as unknown as Entered<K, I>
}
