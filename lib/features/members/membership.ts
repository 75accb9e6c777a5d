/** Rows of memberships: the same questions for each kind of place. Every where names the place. */
import type { DevopsScope, ProjectScope, ScopedRole, WorkspaceRole, WorkspaceScope } from '#lib/authz/actor.ts'
import { SCOPED_ROLES, WORKSPACE_ROLES } from '#lib/authz/actor.ts'
import { devopsRoleOf } from '#lib/authz/devops-role-of.ts'
import type { Permission } from '#lib/authz/permissions.ts'
import {
  DEVOPS_ROLE_PERMISSIONS,
  PROJECT_ROLE_PERMISSIONS,
  WORKSPACE_ROLE_PERMISSIONS,
  devopsRolePermissions,
} from '#lib/authz/roles.ts'
import type { Tx } from '#lib/db/client.ts'
import { findCustomRole } from '#lib/features/roles/public.ts'

/** Where people are members. */
export type MemberScope = WorkspaceScope | ProjectScope | DevopsScope
export type Person = { id: string; username: string }
/** A role of a place and what it allows there. */
export type Grant = { name: string; permissions: readonly Permission[] }
/** `fromGroup`: an identity provider's group gave it, not a person. */
export type Held = { person: Person; grant: Grant; fromGroup: boolean }

export type Memberships = {
  /** Those of these people who are members, each with their role. */
  held(usernames: readonly string[]): Promise<Held[]>
  /** Those of these people who may be members: everybody in a workspace, members of the workspace in what is inside of it. */
  eligible(usernames: readonly string[]): Promise<Person[]>
  /** The role of that name; null when the place has none. */
  grant(name: string): Promise<Grant | null>
  /** Makes the person a member with this role, or changes the role of one: by hand, so that no group takes it away. `role` is a name that `grant` knows. */
  put(person: Person, role: string): Promise<void>
  /** Ends memberships; those of a workspace with all that they gave inside of it. */
  drop(people: readonly Person[]): Promise<void>
}

const personSelect = { select: { id: true, username: true } } as const
const named = <Role extends string>(roles: readonly Role[], name: string): Role | undefined =>
  roles.find((role) => role === name)
const idsOf = (people: readonly Person[]) => ({ in: people.map(({ id }) => id) })

const workspaceGrant = (name: WorkspaceRole): Grant => ({ name, permissions: WORKSPACE_ROLE_PERMISSIONS[name] })
const projectGrant = (name: ScopedRole): Grant => ({ name, permissions: PROJECT_ROLE_PERMISSIONS[name] })

/** Throws for a name that `grant` does not know: callers ask it first. */
function known<T>(role: T | null | undefined): T {
  if (role === null || role === undefined) throw new Error('a role of another kind of place')
  return role
}

function ofWorkspace(tx: Tx, { workspaceId }: WorkspaceScope): Memberships {
  return {
    held: async (usernames) => {
      const where = { workspaceId, user: { username: { in: [...usernames] } } }
      const rows = await tx.workspaceMember.findMany({
        where,
        select: { role: true, providerId: true, user: personSelect },
      })
      const inside = await tx.devopsProjectMember.findMany({
        where: { providerId: { not: null }, devopsProject: { workspaceId }, user: where.user },
        select: { userId: true },
      })
      // Who has a role inside by a group is a member by it, whoever invited them before.
      const kept = new Set(inside.map(({ userId }) => userId))
      return rows.map(({ role, providerId, user }) => {
        return { person: user, grant: workspaceGrant(role), fromGroup: providerId !== null || kept.has(user.id) }
      })
    },
    eligible: (usernames) =>
      tx.user.findMany({ where: { username: { in: [...usernames] }, disabledAt: null }, ...personSelect }),
    grant: async (name) => {
      const role = named(WORKSPACE_ROLES, name)
      return role ? workspaceGrant(role) : null
    },
    put: async ({ id }, name) => {
      const role = known(named(WORKSPACE_ROLES, name))
      const key = { workspaceId, userId: id }
      await tx.workspaceMember.upsert({
        where: { workspaceId_userId: key },
        create: { ...key, role },
        update: { role, providerId: null },
      })
    },
    drop: async (people) => {
      const userId = idsOf(people)
      await tx.workspaceMember.deleteMany({ where: { workspaceId, userId } })
      await tx.projectMember.deleteMany({ where: { userId, project: { workspaceId } } })
      await tx.devopsProjectMember.deleteMany({ where: { userId, devopsProject: { workspaceId } } })
    },
  }
}

/** Projects and DevOps projects take only members of their workspace. */
const membersOf = (tx: Tx, workspaceId: string, usernames: readonly string[]): Promise<Person[]> =>
  tx.user.findMany({
    where: { username: { in: [...usernames] }, disabledAt: null, workspaceMemberships: { some: { workspaceId } } },
    ...personSelect,
  })

function ofProject(tx: Tx, { workspaceId, projectId }: ProjectScope): Memberships {
  return {
    held: async (usernames) => {
      const where = { projectId, user: { username: { in: [...usernames] } } }
      const rows = await tx.projectMember.findMany({ where, select: { role: true, user: personSelect } })
      return rows.map(({ role, user }) => ({ person: user, grant: projectGrant(role), fromGroup: false }))
    },
    eligible: (usernames) => membersOf(tx, workspaceId, usernames),
    grant: async (name) => {
      const role = named(SCOPED_ROLES, name)
      return role ? projectGrant(role) : null
    },
    put: async ({ id }, name) => {
      const role = known(named(SCOPED_ROLES, name))
      const key = { projectId, userId: id }
      await tx.projectMember.upsert({ where: { projectId_userId: key }, create: { ...key, role }, update: { role } })
    },
    drop: async (people) => {
      await tx.projectMember.deleteMany({ where: { projectId, userId: idsOf(people) } })
    },
  }
}

function ofDevops(tx: Tx, scope: DevopsScope): Memberships {
  const { workspaceId, devopsProjectId } = scope
  return {
    held: async (usernames) => {
      const rows = await tx.devopsProjectMember.findMany({
        where: { devopsProjectId, user: { username: { in: [...usernames] } } },
        select: {
          ...{ role: true, providerId: true, user: personSelect },
          customRole: { select: { name: true, alias: true, permissions: true } },
        },
      })
      return rows.map((row) => {
        const role = devopsRoleOf(row)
        const name = typeof role === 'string' ? role : role.name
        const grant = { name, permissions: devopsRolePermissions(role) }
        return { person: row.user, grant, fromGroup: row.providerId !== null }
      })
    },
    eligible: (usernames) => membersOf(tx, workspaceId, usernames),
    grant: async (name) => {
      const role = named(SCOPED_ROLES, name)
      return role ? { name, permissions: DEVOPS_ROLE_PERMISSIONS[role] } : findCustomRole(tx, scope, name)
    },
    put: async ({ id }, name) => {
      const role = named(SCOPED_ROLES, name)
      const given = role
        ? { role, customRoleId: null }
        : { role: null, customRoleId: known(await findCustomRole(tx, scope, name)).id }
      const key = { devopsProjectId, userId: id }
      await tx.devopsProjectMember.upsert({
        where: { devopsProjectId_userId: key },
        create: { ...key, ...given },
        update: { ...given, providerId: null },
      })
    },
    drop: async (people) => {
      await tx.devopsProjectMember.deleteMany({ where: { devopsProjectId, userId: idsOf(people) } })
    },
  }
}

/** The memberships of a place, inside a transaction. */
export function membershipsOf(tx: Tx, scope: MemberScope): Memberships {
  switch (scope.kind) {
    case 'workspace':
      return ofWorkspace(tx, scope)
    case 'project':
      return ofProject(tx, scope)
    case 'devops':
      return ofDevops(tx, scope)
  }
}
