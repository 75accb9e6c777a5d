import { describe, expect, test } from 'vitest'
import type { Actor, PlatformRole, Scope, ScopedRole, WorkspaceRole } from './actor.ts'
import { can, canSee, exceeding, permissionsIn } from './can.ts'
import { PERMISSIONS, type Permission } from './permissions.ts'
import { visibleDevopsProjects, visibleProjects, visibleWorkspaces } from './visible.ts'

const PLATFORM: Scope = { kind: 'platform' }
const WORKSPACE: Scope = { kind: 'workspace', workspaceId: 'w1', workspace: 'acme' }
const PROJECT: Scope = {
  ...{ kind: 'project', workspaceId: 'w1', workspace: 'acme', clusterId: 'c1', cluster: 'east' },
  ...{ projectId: 'p1', namespace: 'shop' },
}
const DEVOPS: Scope = {
  ...{ kind: 'devops', workspaceId: 'w1', workspace: 'acme', devopsProjectId: 'd1', devopsProject: 'devops' },
}

type Roles = { platform?: PlatformRole; workspace?: WorkspaceRole; project?: ScopedRole; devops?: ScopedRole }

const actor = ({ platform = 'platform_regular', workspace, project, devops }: Roles): Actor => ({
  ...{ id: 'u1', username: 'u', email: 'u@example.com', locale: null, platformRole: platform },
  mustChangePassword: false,
  workspaces: new Map(workspace ? [['w1', workspace]] : []),
  projects: new Map(project ? [['p1', project]] : []),
  devopsProjects: new Map(devops ? [['d1', devops]] : []),
})

/** The roles as people would write them on paper: y may, - may not. Columns of each table are in the order of its `roles`. */
const TABLES: { scope: Scope; roles: Roles[]; rows: Record<string, string> }[] = [
  {
    scope: PLATFORM,
    roles: [
      { platform: 'platform_admin' },
      { platform: 'users_manager' },
      { platform: 'workspaces_manager' },
      { platform: 'platform_regular' },
    ],
    rows: {
      'platform.workspaces.view': 'y - y -',
      'platform.workspaces.manage': 'y - y -',
      'platform.users.view': 'y y - -',
      'platform.users.manage': 'y y - -',
      'platform.clusters.view': 'y - y -',
      'platform.clusters.manage': 'y - - -',
      'platform.audit.view': 'y - - -',
      'platform.settings.manage': 'y - - -',
    },
  },
  {
    scope: WORKSPACE,
    roles: [
      { workspace: 'admin' },
      { workspace: 'self_provisioner' },
      { workspace: 'viewer' },
      { workspace: 'regular' },
      {},
      { platform: 'platform_admin' },
      { platform: 'users_manager' },
      { platform: 'workspaces_manager' },
    ],
    rows: {
      'workspace.view': 'y y y y - y - y',
      'workspace.settings.manage': 'y - - - - y - y',
      'workspace.members.view': 'y - y - - y - y',
      'workspace.members.manage': 'y - - - - y - y',
      'workspace.projects.create': 'y y - - - y - y',
      'workspace.devops-projects.create': 'y y - - - y - y',
      'workspace.audit.view': 'y - - - - y - y',
    },
  },
  {
    scope: PROJECT,
    roles: [
      { workspace: 'regular', project: 'admin' },
      { workspace: 'regular', project: 'operator' },
      { workspace: 'regular', project: 'viewer' },
      { workspace: 'regular' },
      { workspace: 'admin' },
      { workspace: 'self_provisioner' },
      { workspace: 'viewer' },
      { workspace: 'viewer', project: 'operator' },
      { project: 'admin' },
      { workspace: 'regular', devops: 'admin' },
      { platform: 'platform_admin' },
      { platform: 'users_manager' },
    ],
    rows: {
      'project.view': 'y y y - y - y y - - y -',
      'project.services.view': 'y y y - y - y y - - y -',
      'project.services.manage': 'y y - - y - - y - - y -',
      'project.workloads.view': 'y y y - y - y y - - y -',
      'project.workloads.manage': 'y y - - y - - y - - y -',
      'project.secrets.reveal': 'y y - - y - - y - - y -',
      'project.members.view': 'y y y - y - y y - - y -',
      'project.members.manage': 'y - - - y - - - - - y -',
      'project.settings.manage': 'y - - - y - - - - - y -',
    },
  },
  {
    scope: DEVOPS,
    roles: [
      { workspace: 'regular', devops: 'admin' },
      { workspace: 'regular', devops: 'operator' },
      { workspace: 'regular', devops: 'viewer' },
      { workspace: 'regular' },
      { workspace: 'admin' },
      { workspace: 'self_provisioner' },
      { workspace: 'viewer' },
      { workspace: 'viewer', devops: 'operator' },
      { devops: 'admin' },
      { workspace: 'regular', project: 'admin' },
      { platform: 'workspaces_manager' },
      { platform: 'users_manager' },
    ],
    rows: {
      'devops.view': 'y y y - y - y y - - y -',
      'devops.repositories.view': 'y y y - y - y y - - y -',
      'devops.repositories.manage': 'y y - - y - - y - - y -',
      'devops.deployments.view': 'y y y - y - y y - - y -',
      'devops.deployments.manage': 'y y - - y - - y - - y -',
      'devops.secrets.reveal': 'y y - - y - - y - - y -',
      'devops.credentials.view': 'y y y - y - y y - - y -',
      'devops.credentials.manage': 'y y - - y - - y - - y -',
      'devops.members.view': 'y y y - y - y y - - y -',
      'devops.members.manage': 'y - - - y - - - - - y -',
      'devops.settings.view': 'y y y - y - y y - - y -',
      'devops.settings.manage': 'y - - - y - - - - - y -',
    },
  },
]

const cells = TABLES.flatMap(({ scope, roles, rows }) =>
  Object.entries(rows).flatMap(([permission, marks]) =>
    marks.split(' ').map((mark, index) => ({ scope, permission, roles: roles[index] ?? {}, expected: mark === 'y' })),
  ),
)

test.each(cells)('$scope.kind $permission for $roles: $expected', ({ scope, permission, roles, expected }) => {
  expect(can(actor(roles), permission as Permission, scope)).toBe(expected)
})

test('the tables speak of every permission there is', () => {
  const written = TABLES.flatMap(({ rows }) => Object.keys(rows)).toSorted()
  expect(written).toEqual(Object.values(PERMISSIONS).flat().toSorted())
})

test('a permission of one kind of scope means nothing in another', () => {
  const admin = actor({ platform: 'platform_admin' })
  const foreign = TABLES.flatMap(({ scope }) =>
    Object.entries(PERMISSIONS)
      .filter(([kind]) => kind !== scope.kind)
      .flatMap(([, permissions]) => permissions.map((permission) => ({ scope, permission }))),
  )
  expect(foreign.filter(({ scope, permission }) => can(admin, permission, scope))).toEqual([])
})

test('roles of one workspace, project or DevOps project mean nothing in another', () => {
  const powerful = actor({ workspace: 'admin', project: 'admin', devops: 'admin' })
  const elsewhere = { workspaceId: 'w2', projectId: 'p2', devopsProjectId: 'd2' }
  for (const scope of [WORKSPACE, PROJECT, DEVOPS]) expect(canSee(powerful, { ...scope, ...elsewhere })).toBe(false)
})

test('who must change the password first may do nothing anywhere', () => {
  const admin = { ...actor({ platform: 'platform_admin', workspace: 'admin' }), mustChangePassword: true }
  expect([PLATFORM, WORKSPACE, PROJECT, DEVOPS].flatMap((scope) => permissionsIn(admin, scope))).toEqual([])
})

test('leaving a workspace ends what was held inside of it', () => {
  const left = actor({ project: 'admin', devops: 'admin' })
  expect(canSee(left, PROJECT)).toBe(false)
  expect(canSee(left, DEVOPS)).toBe(false)
})

test('what the console is told is exactly what may be done', () => {
  const operator = actor({ workspace: 'viewer', devops: 'operator' })
  expect(permissionsIn(operator, DEVOPS)).toEqual(
    PERMISSIONS.devops.filter((permission) => can(operator, permission, DEVOPS)),
  )
})

test('a role that a DevOps project made allows exactly its permissions, on top of what is inherited', () => {
  const permissions = ['devops.view', 'devops.members.view'] as const
  const invited = (workspace: WorkspaceRole): Actor => ({
    ...actor({ workspace }),
    devopsProjects: new Map([['d1', { name: 'watcher', alias: '', permissions }]]),
  })
  expect(permissionsIn(invited('regular'), DEVOPS)).toEqual(permissions)
  expect(exceeding(invited('regular'), ['devops.view', 'devops.members.manage'], DEVOPS)).toEqual([
    'devops.members.manage',
  ])
  expect(permissionsIn(invited('admin'), DEVOPS)).toEqual(PERMISSIONS.devops)
  expect(visibleDevopsProjects(invited('regular'))).toMatchObject({ OR: [{}, { id: { in: ['d1'] } }] })
})

describe('the condition of a list', () => {
  const member = actor({ workspace: 'regular', project: 'viewer', devops: 'operator' })

  test('names the workspaces of a member and none for who rules all', () => {
    expect(visibleWorkspaces(member)).toEqual({ id: { in: ['w1'] } })
    expect(visibleWorkspaces(actor({ platform: 'workspaces_manager' }))).toEqual({})
  })

  test('names invitations within own workspaces only, and whole workspaces only for roles that see everything in them', () => {
    expect(visibleProjects(member)).toEqual({
      OR: [{ workspaceId: { in: [] } }, { id: { in: ['p1'] }, workspaceId: { in: ['w1'] } }],
    })
    expect(visibleDevopsProjects(actor({ workspace: 'viewer' }))).toEqual({
      OR: [{ workspaceId: { in: ['w1'] } }, { id: { in: [] }, workspaceId: { in: ['w1'] } }],
    })
  })
})
