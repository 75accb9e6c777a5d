/** What every entry point declares, and what its function receives. Permission and scope are required by type. */
import type { z } from 'zod'
import type { Actor, ScopeByKind } from '#lib/authz/actor.ts'
import type { PERMISSIONS, ScopeKind } from '#lib/authz/permissions.ts'
import type { AuditEntry, Work } from '#lib/audit/record.ts'

/** Said aloud where an entry point needs no session at all: signing in, health. */
export const PUBLIC = 'public'
/** Said aloud where any signed-in person may ask, because the answer holds only what that person may see. */
export const SIGNED_IN = 'signed-in'
/** Said aloud where another system's server knocks: no session counts, only a secret's signature of the body. */
export const SIGNATURE = 'signature'

/** The scope an entry point works in; `session` and `public` have none. */
export type AccessKind = ScopeKind | 'session' | 'public'

export type PermissionFor<K extends AccessKind> = K extends ScopeKind
  ? (typeof PERMISSIONS)[K][number]
  : K extends 'session'
    ? typeof SIGNED_IN
    : typeof PUBLIC

/** Names in the input that lead to the scope's row. */
type NamesByKind = {
  platform: object
  workspace: { workspace: string }
  project: { workspace: string; cluster: string; project: string }
  devops: { workspace: string; devopsProject: string }
  session: object
  public: object
}
/** A strict schema whose output names the scope. */
export type InputSchema<K extends AccessKind> = z.ZodType<NamesByKind[K]>

/** Who asks, where, under which request; the scope is a row the actor may see. */
export type RequestContext<K extends AccessKind> = {
  requestId: string
  actor: K extends 'public' ? Actor | null : Actor
  scope: K extends ScopeKind ? ScopeByKind[K] : null
}

/** The same, inside the transaction of a change. `work` is handed to domain functions. */
export type ActionContext<K extends AccessKind> = RequestContext<K> & { work: Work }

export type EntryKind = 'action' | 'query' | 'route'

/** One declared entry point as the registry keeps it. */
export type EntryPoint = {
  kind: EntryKind
  name: string
  /** `signed`: made by `defineDelivery`, which no session opens. */
  scope: AccessKind | 'signed'
  permission: string
  input: z.ZodType
  /** Open also to somebody whose password must be changed first: changing it, and signing out. */
  duringPasswordChange?: boolean
}

export type { AuditEntry }
