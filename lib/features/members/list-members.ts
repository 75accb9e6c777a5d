/** The list of those who may do something in a place: invited people, and those whom a workspace role lets into everything. */
import type { z } from 'zod'
import type { Actor, ScopedRole, WorkspaceRole } from '#lib/authz/actor.ts'
import { WORKSPACE_ROLES } from '#lib/authz/actor.ts'
import { can, exceeding } from '#lib/authz/can.ts'
import { devopsRoleOf, type StoredRole } from '#lib/authz/devops-role-of.ts'
import type { Permission } from '#lib/authz/permissions.ts'
import {
  devopsRolePermissions,
  INHERITED_SCOPED_ROLE,
  PROJECT_ROLE_PERMISSIONS,
  WORKSPACE_ROLE_PERMISSIONS,
} from '#lib/authz/roles.ts'
import { db } from '#lib/db/client.ts'
import type { MemberScope } from './membership.ts'
import type { listDevopsMembersSchema } from './schema.ts'
import type { MemberPage, MemberRow, RoleName } from './types.ts'

type Wanted = Omit<z.output<typeof listDevopsMembersSchema>, 'workspace' | 'devopsProject'>

/** Workspace roles that reach into every project and DevOps project: any of them, or those that give this role there. */
const reaching = (role: string | undefined): WorkspaceRole[] =>
  WORKSPACE_ROLES.filter((one) => {
    const inherited = INHERITED_SCOPED_ROLE[one]
    return inherited !== null && (role === undefined || inherited === role)
  })

/** Who belongs into the list, narrowed to a role. The role of a workspace or project was parsed against its table. */
function belonging(scope: MemberScope, role: string | undefined) {
  const { workspaceId } = scope
  const preset = role === undefined ? {} : { role: role as ScopedRole }
  const ofWorkspace = { workspaceMemberships: { some: { workspaceId, role: { in: reaching(role) } } } }
  switch (scope.kind) {
    case 'workspace':
      return {
        workspaceMemberships: {
          some: { workspaceId, ...(role === undefined ? {} : { role: role as WorkspaceRole }) },
        },
      }
    case 'project':
      return {
        workspaceMemberships: { some: { workspaceId } },
        OR: [{ projectMemberships: { some: { projectId: scope.projectId, ...preset } } }, ofWorkspace],
      }
    case 'devops': {
      const isPreset = role === undefined || role in PROJECT_ROLE_PERMISSIONS
      const held = isPreset ? preset : { customRole: { name: role } }
      return {
        workspaceMemberships: { some: { workspaceId } },
        OR: [{ devopsProjectMemberships: { some: { devopsProjectId: scope.devopsProjectId, ...held } } }, ofWorkspace],
      }
    }
  }
}

/** Memberships of the place and of its workspace, in the same statement. */
const selectOf = (scope: MemberScope) => ({
  id: true,
  username: true,
  email: true,
  disabledAt: true,
  lastLoginAt: true,
  workspaceMemberships: {
    where: { workspaceId: scope.workspaceId },
    select: { role: true, createdAt: true, provider: { select: { displayName: true } } },
  },
  projectMemberships: {
    where: { projectId: { in: scope.kind === 'project' ? [scope.projectId] : [] } },
    select: { role: true, createdAt: true },
  },
  devopsProjectMemberships: {
    where: { devopsProjectId: { in: scope.kind === 'devops' ? [scope.devopsProjectId] : [] } },
    select: {
      ...{ role: true, createdAt: true, provider: { select: { displayName: true } } },
      customRole: { select: { name: true, alias: true, permissions: true } },
    },
  },
})

/** Whose group gave the membership; null for one that was given by hand. */
type Provider = { displayName: string } | null

type UserRow = {
  id: string
  username: string
  email: string
  disabledAt: Date | null
  lastLoginAt: Date | null
  workspaceMemberships: { role: WorkspaceRole; createdAt: Date; provider: Provider }[]
  projectMemberships: { role: ScopedRole; createdAt: Date }[]
  devopsProjectMemberships: (StoredRole & { createdAt: Date; provider: Provider })[]
}

type Own = { name: RoleName; permissions: readonly Permission[]; since: Date; provider: Provider }

const presetName = (name: string): RoleName => ({ name, alias: '', isCustom: false })

/** The invitation to the place itself; undefined for somebody who has access by the workspace role alone. */
function ownOf(scope: MemberScope, row: UserRow): Own | undefined {
  if (scope.kind === 'workspace')
    return row.workspaceMemberships.map(({ role, createdAt, provider }) => ({
      ...{ name: presetName(role), permissions: WORKSPACE_ROLE_PERMISSIONS[role], since: createdAt, provider },
    }))[0]
  if (scope.kind === 'project')
    return row.projectMemberships.map(({ role, createdAt }) => ({
      ...{ name: presetName(role), permissions: PROJECT_ROLE_PERMISSIONS[role], since: createdAt, provider: null },
    }))[0]
  return row.devopsProjectMemberships.map((membership) => {
    const role = devopsRoleOf(membership)
    const name = typeof role === 'string' ? presetName(role) : { name: role.name, alias: role.alias, isCustom: true }
    const { createdAt: since, provider } = membership
    return { name, permissions: devopsRolePermissions(role), since, provider }
  })[0]
}

function toRow(actor: Actor, scope: MemberScope, row: UserRow, withDetails: boolean): MemberRow {
  const own = ownOf(scope, row)
  const workspaceMember = row.workspaceMemberships[0]
  const reaches = scope.kind !== 'workspace' && workspaceMember && INHERITED_SCOPED_ROLE[workspaceMember.role] !== null
  const since = own?.since ?? workspaceMember?.createdAt ?? new Date(0)
  const isSelf = row.id === actor.id
  return {
    id: row.id,
    username: row.username,
    role: own?.name ?? null,
    fromGroup: own?.provider?.displayName ?? null,
    inherited: reaches ? workspaceMember.role : null,
    details: withDetails
      ? {
          email: row.email,
          isDisabled: row.disabledAt !== null,
          lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
          since: since.toISOString(),
        }
      : null,
    isSelf,
    mayChange:
      own !== undefined && !isSelf && mayManage(actor, scope) && exceeding(actor, own.permissions, scope).length === 0,
  }
}

const MANAGE = {
  workspace: 'workspace.members.manage',
  project: 'project.members.manage',
  devops: 'devops.members.manage',
} as const
const VIEW = {
  workspace: 'workspace.members.view',
  project: 'project.members.view',
  devops: 'devops.members.view',
} as const

const mayManage = (actor: Actor, scope: MemberScope): boolean => can(actor, MANAGE[scope.kind], scope)

/**
 * A page of the members. Readers without the permission to view members (only a workspace lets them ask) get names and roles, and search
 * by name alone.
 */
export async function findMemberPage(
  actor: Actor,
  scope: MemberScope,
  { page, pageSize, search, sort, direction, role }: Wanted,
): Promise<MemberPage> {
  const withDetails = can(actor, VIEW[scope.kind], scope)
  const contains = { contains: search, mode: 'insensitive' as const }
  const found = withDetails ? [{ username: contains }, { email: contains }] : [{ username: contains }]
  const where = { AND: [belonging(scope, role), search === '' ? {} : { OR: found }] }
  const byName = { username: direction }
  const byLogin = { lastLoginAt: { sort: direction, nulls: 'last' as const } }
  const [total, rows] = await Promise.all([
    db.user.count({ where }),
    db.user.findMany({
      where,
      orderBy: sort === 'lastLoginAt' && withDetails ? [byLogin, { username: 'asc' }] : [byName],
      skip: (page - 1) * pageSize,
      take: pageSize,
      select: selectOf(scope),
    }),
  ])
  return { items: rows.map((row) => toRow(actor, scope, row, withDetails)), total, page, pageSize }
}
