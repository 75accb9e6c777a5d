/** The rows a list may show, as conditions for the database: the same rules as `can`, turned into a `where`. */
import type { Actor } from './actor.ts'
import { INHERITED_SCOPED_ROLE, ROLES_OVER_ALL_WORKSPACES } from './roles.ts'

type IdList = { in: string[] }
type WorkspaceCondition = { id?: IdList }
type ScopedCondition = { OR?: ({ workspaceId: IdList } | { id: IdList; workspaceId: IdList })[] }

/** Workspaces the actor may see; no condition for those who see all. */
export function visibleWorkspaces(actor: Actor): WorkspaceCondition {
  return ROLES_OVER_ALL_WORKSPACES.includes(actor.platformRole) ? {} : { id: { in: [...actor.workspaces.keys()] } }
}

function visibleScoped(actor: Actor, invited: Iterable<string>): ScopedCondition {
  if (ROLES_OVER_ALL_WORKSPACES.includes(actor.platformRole)) return {}
  const members = [...actor.workspaces.keys()]
  const inherited = [...actor.workspaces].filter(([, role]) => INHERITED_SCOPED_ROLE[role] !== null).map(([id]) => id)
  return { OR: [{ workspaceId: { in: inherited } }, { id: { in: [...invited] }, workspaceId: { in: members } }] }
}

/** Projects the actor may see: by the workspace role, or invited. */
export const visibleProjects = (actor: Actor): ScopedCondition => visibleScoped(actor, actor.projects.keys())

/** DevOps projects the actor may see, likewise. */
export const visibleDevopsProjects = (actor: Actor): ScopedCondition =>
  visibleScoped(actor, actor.devopsProjects.keys())
