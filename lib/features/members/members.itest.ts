import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform, type Action } from '#lib/actions/define-action.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { systemWork } from '#lib/audit/record.ts'
import { listDeployments } from '#lib/features/deployments/queries.ts'
import { getProject } from '#lib/features/projects/queries.ts'
import { createRole } from '#lib/features/roles/actions.ts'
import { createUser } from '#lib/features/users/create-user.ts'
import { actorNamed, createWorld, PASSWORD, requestOf, type World } from '#lib/testing/world.ts'
import {
  changeDevopsRole,
  changeProjectRole,
  changeWorkspaceRole,
  inviteToDevops,
  inviteToProject,
  inviteToWorkspace,
  removeFromDevops,
  removeFromProject,
  removeFromWorkspace,
} from './actions.ts'
import {
  listDevopsCandidates,
  listDevopsMembers,
  listProjectCandidates,
  listProjectMembers,
  listWorkspaceCandidates,
  listWorkspaceMembers,
} from './queries.ts'
import { setDevopsProjectMember, setProjectMember, setWorkspaceMember } from './set-member.ts'

let world: World
const workspace = { workspace: 'acme' }
const devops = { ...workspace, devopsProject: 'devops' }
const project = { ...workspace, cluster: 'east', project: 'acme-shop' }
const GUESTS = ['guest-a', 'guest-b', 'guest-gone']

const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}
const names = (page: { items: { username: string }[] }) => page.items.map(({ username }) => username)

beforeAll(async () => {
  world = await createWorld()
  await withTransaction(async (tx) => {
    for (const username of GUESTS)
      await createUser(systemWork(tx), { username, email: `${username}@elsewhere.example`, password: PASSWORD })
    await tx.user.update({ where: { username: 'guest-gone' }, data: { disabledAt: new Date() } })
  })
})
afterAll(() => world.destroy())
beforeEach(async () => {
  const { acme } = world
  await db.auditEvent.deleteMany()
  await db.workspaceMember.deleteMany({ where: { user: { username: { in: GUESTS } } } })
  await db.projectMember.deleteMany({ where: { projectId: acme.project.projectId } })
  await db.devopsProjectMember.deleteMany({ where: { devopsProjectId: acme.devops.devopsProjectId } })
  await db.devopsRole.deleteMany()
  await withTransaction(async (tx) => {
    const work = systemWork(tx)
    const roles = {
      admin: 'admin',
      maker: 'self_provisioner',
      operator: 'regular',
      viewer: 'viewer',
      regular: 'regular',
    }
    for (const [name, role] of Object.entries(roles))
      await setWorkspaceMember(work, acme.workspace, { username: `acme-${name}`, role: role as 'admin' })
    await setProjectMember(work, acme.project, { username: 'acme-operator', role: 'operator' })
    await setDevopsProjectMember(work, acme.devops, { username: 'acme-operator', role: 'operator' })
    await setDevopsProjectMember(work, acme.devops, { username: 'acme-maker', role: 'admin' })
  })
})

describe('the list of a workspace', () => {
  const list = (who: string, more: object = {}) =>
    listWorkspaceMembers.answer(requestOf(who), { ...workspace, ...more })

  test('has every member with role, address, state and log-in; what the reader may change is said', async () => {
    const page = data(await list('acme-admin'))
    expect(names(page)).toEqual(['acme-admin', 'acme-maker', 'acme-operator', 'acme-regular', 'acme-viewer'])
    expect(page.items[0]).toMatchObject({ isSelf: true, mayChange: false, role: { name: 'admin' }, inherited: null })
    expect(page.items[1]).toMatchObject({
      ...{ isSelf: false, mayChange: true },
      details: { email: 'acme-maker@example.com', isDisabled: false, lastLoginAt: null },
    })
  })

  test.each(['acme-regular', 'acme-maker'])('%s sees the basic list: names and roles', async (who) => {
    const page = data(await list(who))
    expect(page.total).toBe(5)
    expect(page.items.every(({ details, mayChange }) => details === null && !mayChange)).toBe(true)
    expect(JSON.stringify(page)).not.toContain('@')
    expect(data(await list(who, { search: '@example.com' })).total).toBe(0)
  })

  test('is searched, filtered by role, sorted and paged', async () => {
    expect(names(data(await list('acme-viewer', { search: 'MAKER@' })))).toEqual(['acme-maker'])
    expect(names(data(await list('acme-viewer', { role: 'regular' })))).toEqual(['acme-operator', 'acme-regular'])
    await db.user.update({ where: { username: 'acme-regular' }, data: { lastLoginAt: new Date() } })
    const byLogin = data(await list('acme-viewer', { sort: 'lastLoginAt', direction: 'desc', pageSize: 2 }))
    expect([byLogin.total, names(byLogin)]).toEqual([5, ['acme-regular', 'acme-admin']])
  })

  test('is not found by other tenants', async () => {
    expect(await list('rival-admin')).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })
})

describe('the list of a project and of a DevOps project', () => {
  test('has those who are invited and those whom their workspace role lets in, told apart', async () => {
    const page = data(await listDevopsMembers.answer(requestOf('acme-operator'), devops))
    expect(page.items.map(({ username, role, inherited }) => [username, role?.name ?? null, inherited])).toEqual([
      ['acme-admin', null, 'admin'],
      ['acme-maker', 'admin', null],
      ['acme-operator', 'operator', null],
      ['acme-viewer', null, 'viewer'],
    ])
    expect(page.items.some(({ mayChange }) => mayChange)).toBe(false)
  })

  test('is filtered by what a role gives, from wherever it comes', async () => {
    const filtered = async (role: string) =>
      names(data(await listDevopsMembers.answer(requestOf('root'), { ...devops, role })))
    expect(await filtered('admin')).toEqual(['acme-admin', 'acme-maker'])
    expect(await filtered('viewer')).toEqual(['acme-viewer'])
    expect(await filtered('no-such-role')).toEqual([])
    const ofProject = data(await listProjectMembers.answer(requestOf('root'), { ...project, role: 'operator' }))
    expect(names(ofProject)).toEqual(['acme-operator'])
  })

  test('leaves out who has left the workspace, whatever is stored', async () => {
    await db.workspaceMember.deleteMany({ where: { user: { username: 'acme-operator' } } })
    expect(names(data(await listProjectMembers.answer(requestOf('acme-admin'), project)))).toEqual([
      'acme-admin',
      'acme-viewer',
    ])
  })
})

describe('candidates', () => {
  test('of a workspace are people of the platform who can sign in and are not in it; addresses of strangers stay untold', async () => {
    const { items } = data(
      await listWorkspaceCandidates.answer(requestOf('acme-admin'), { ...workspace, search: 'guest' }),
    )
    expect(items).toEqual([
      { username: 'guest-a', email: null },
      { username: 'guest-b', email: null },
    ])
  })

  test('of a workspace are not searched by address', async () => {
    const found = await listWorkspaceCandidates.answer(requestOf('acme-admin'), { ...workspace, search: 'elsewhere' })
    expect(data(found).items).toEqual([])
  })

  test('of what is inside are members of the workspace only', async () => {
    const inDevops = data(await listDevopsCandidates.answer(requestOf('acme-maker'), devops))
    expect(names(inDevops)).toEqual(['acme-admin', 'acme-regular', 'acme-viewer'])
    expect(inDevops.items[1]?.email).toBe('acme-regular@example.com')
    const inProject = data(await listProjectCandidates.answer(requestOf('acme-admin'), project))
    expect(names(inProject)).toEqual(['acme-admin', 'acme-maker', 'acme-regular', 'acme-viewer'])
  })

  test('are for those who may invite', async () => {
    expect(await listDevopsCandidates.answer(requestOf('acme-operator'), devops)).toMatchObject({
      error: { code: 'FORBIDDEN' },
    })
  })
})

describe('inviting', () => {
  test('takes the whole set, each with a role, and says so in the audit log', async () => {
    const members = [
      { username: 'guest-a', role: 'self_provisioner' as const },
      { username: 'guest-b', role: 'viewer' as const },
    ]
    expect(await perform(inviteToWorkspace, requestOf('acme-admin'), { ...workspace, members })).toEqual({
      ok: true,
      data: { count: 2 },
    })
    const events = await db.auditEvent.findMany({ where: { action: 'member.invite' }, orderBy: { targetName: 'asc' } })
    expect(events.map(({ actorName, targetName, details }) => [actorName, targetName, details])).toEqual([
      ['acme-admin', 'guest-a', { role: 'self_provisioner' }],
      ['acme-admin', 'guest-b', { role: 'viewer' }],
    ])
  })

  test.each([
    ['who does not exist', 'nobody-here', 'NOT_FOUND'],
    ['who is disabled', 'guest-gone', 'NOT_FOUND'],
    ['who is a member already', 'acme-viewer', 'CONFLICT'],
  ])('takes nobody when one of them is somebody %s', async (_, username, code) => {
    const members = [
      { username: 'guest-a', role: 'regular' as const },
      { username, role: 'admin' as const },
    ]
    expect(await perform(inviteToWorkspace, requestOf('acme-admin'), { ...workspace, members })).toMatchObject({
      error: { code },
    })
    expect(await db.workspaceMember.count({ where: { user: { username: { in: GUESTS } } } })).toBe(0)
    expect((await actorNamed('acme-viewer'))?.workspaces.get(world.acme.workspace.workspaceId)).toBe('viewer')
  })

  test('into a project or DevOps project is for members of its workspace', async () => {
    const members = [{ username: 'rival-operator', role: 'operator' as const }]
    const refusal = { error: { code: 'NOT_FOUND', fields: { 'members.0.username': { code: 'not_found' } } } }
    expect(await perform(inviteToDevops, requestOf('acme-maker'), { ...devops, members })).toMatchObject(refusal)
    expect(await perform(inviteToProject, requestOf('acme-admin'), { ...project, members })).toMatchObject(refusal)
    const unknown = [{ username: 'nobody-here', role: 'operator' as const }]
    const missing = await perform(inviteToDevops, requestOf('acme-maker'), { ...devops, members: unknown })
    expect(missing).toMatchObject(refusal)
  })

  test('gives what it says at the next request', async () => {
    expect(await getProject.answer(requestOf('acme-regular'), project)).toMatchObject({ error: { code: 'NOT_FOUND' } })
    const members = [{ username: 'acme-regular', role: 'viewer' as const }]
    data(await perform(inviteToProject, requestOf('acme-admin'), { ...project, members }))
    expect(data(await getProject.answer(requestOf('acme-regular'), project))).toMatchObject({ role: 'viewer' })
  })

  test('the same person twice at once makes one member', async () => {
    const members = [{ username: 'acme-regular', role: 'operator' as const }]
    const results = await Promise.all(
      Array.from({ length: 8 }, () => perform(inviteToDevops, requestOf('acme-maker'), { ...devops, members })),
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    const refused = results.flatMap((result) => (result.ok ? [] : [result.error.reason]))
    expect(new Set(refused)).toEqual(new Set(['already_member']))
  })

  test('an unknown role is refused at its row', async () => {
    const members = [{ username: 'acme-regular', role: 'no-such-role' }]
    expect(await perform(inviteToDevops, requestOf('acme-maker'), { ...devops, members })).toMatchObject({
      error: { code: 'VALIDATION', fields: { 'members.0.role': { code: 'not_a_choice' } } },
    })
  })
})

describe('who may', () => {
  const attempts: [string, Action<never, unknown>, object][] = [
    [
      'invite to the workspace',
      inviteToWorkspace,
      { ...workspace, members: [{ username: 'guest-a', role: 'regular' }] },
    ],
    ['change a role of the workspace', changeWorkspaceRole, { ...workspace, username: 'acme-regular', role: 'admin' }],
    ['remove from the workspace', removeFromWorkspace, { ...workspace, usernames: ['acme-regular'] }],
    ['invite to the project', inviteToProject, { ...project, members: [{ username: 'acme-regular', role: 'viewer' }] }],
    ['change a role of the project', changeProjectRole, { ...project, username: 'acme-operator', role: 'admin' }],
    ['remove from the project', removeFromProject, { ...project, usernames: ['acme-operator'] }],
    [
      'invite to the DevOps project',
      inviteToDevops,
      { ...devops, members: [{ username: 'acme-regular', role: 'viewer' }] },
    ],
    ['change a role of the DevOps project', changeDevopsRole, { ...devops, username: 'acme-maker', role: 'viewer' }],
    ['remove from the DevOps project', removeFromDevops, { ...devops, usernames: ['acme-maker'] }],
  ]

  test.each(attempts)('%s: viewers are refused, other tenants find nothing', async (_, action, input) => {
    expect(await perform(action, requestOf('acme-viewer'), input)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await perform(action, requestOf('rival-admin'), input)).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })
})

describe('changing a role', () => {
  test('bites at the next request and is audited with what it was', async () => {
    const request = { ...devops, username: 'acme-operator', role: 'viewer' }
    expect(await perform(changeDevopsRole, requestOf('acme-maker'), request)).toEqual({ ok: true, data: null })
    expect((await actorNamed('acme-operator'))?.devopsProjects.get(world.acme.devops.devopsProjectId)).toBe('viewer')
    expect(
      await db.auditEvent.findFirstOrThrow({ where: { action: 'member.set-role', actorName: 'acme-maker' } }),
    ).toMatchObject({
      targetName: 'acme-operator',
      details: { from: 'operator', role: 'viewer' },
    })
  })

  test('of oneself is refused, as is removing oneself', async () => {
    const own = { error: { code: 'PRECONDITION', reason: 'own_membership' } }
    const change = { ...devops, username: 'acme-maker', role: 'viewer' }
    expect(await perform(changeDevopsRole, requestOf('acme-maker'), change)).toMatchObject(own)
    const remove = { ...workspace, usernames: ['acme-viewer', 'acme-admin'] }
    expect(await perform(removeFromWorkspace, requestOf('acme-admin'), remove)).toMatchObject(own)
  })

  test('of somebody who is no member is not found', async () => {
    const request = { ...project, username: 'acme-viewer', role: 'operator' as const }
    expect(await perform(changeProjectRole, requestOf('acme-admin'), request)).toMatchObject({
      error: { code: 'NOT_FOUND' },
    })
  })
})

describe('the last admin of a workspace', () => {
  const last = { error: { code: 'PRECONDITION', reason: 'last_workspace_admin' } }

  test('is neither removed nor made less, by nobody', async () => {
    const change = { ...workspace, username: 'acme-admin', role: 'viewer' as const }
    expect(await perform(changeWorkspaceRole, requestOf('root'), change)).toMatchObject(last)
    const remove = { ...workspace, usernames: ['acme-admin', 'acme-viewer'] }
    expect(await perform(removeFromWorkspace, requestOf('root'), remove)).toMatchObject(last)
    expect(data(await listWorkspaceMembers.answer(requestOf('acme-admin'), workspace)).total).toBe(5)
  })

  test('does not count one who cannot sign in', async () => {
    await withTransaction((tx) =>
      setWorkspaceMember(systemWork(tx), world.acme.workspace, { username: 'guest-a', role: 'admin' }),
    )
    await db.user.update({ where: { username: 'guest-a' }, data: { disabledAt: new Date() } })
    const remove = { ...workspace, usernames: ['acme-admin'] }
    expect(await perform(removeFromWorkspace, requestOf('root'), remove)).toMatchObject(last)
    await db.user.update({ where: { username: 'guest-a' }, data: { disabledAt: null } })
  })

  test('stays when all admins are removed at the same time, one by one', async () => {
    for (const username of ['guest-a', 'guest-b'])
      await withTransaction((tx) =>
        setWorkspaceMember(systemWork(tx), world.acme.workspace, { username, role: 'admin' }),
      )
    const results = await Promise.all(
      ['acme-admin', 'guest-a', 'guest-b'].flatMap((username) => [
        perform(removeFromWorkspace, requestOf('root'), { ...workspace, usernames: [username] }),
        perform(changeWorkspaceRole, requestOf('root'), { ...workspace, username, role: 'regular' }),
      ]),
    )
    expect(results.some(({ ok }) => !ok)).toBe(true)
    const { workspaceId } = world.acme.workspace
    expect(await db.workspaceMember.count({ where: { workspaceId, role: 'admin' } })).toBe(1)
  })
})

describe('removing', () => {
  test('from the workspace ends everything in it, at the next request, and nothing elsewhere', async () => {
    await withTransaction((tx) =>
      setWorkspaceMember(systemWork(tx), world.rival.workspace, { username: 'acme-operator', role: 'viewer' }),
    )
    const list = () => listDeployments.answer(requestOf('acme-operator'), devops)
    expect(await list()).toMatchObject({ ok: true })
    data(await perform(removeFromWorkspace, requestOf('acme-admin'), { ...workspace, usernames: ['acme-operator'] }))
    expect(await list()).toMatchObject({ error: { code: 'NOT_FOUND' } })
    const actor = await actorNamed('acme-operator')
    expect([actor?.projects.size, actor?.devopsProjects.size, [...(actor?.workspaces.values() ?? [])]]).toEqual([
      0,
      0,
      ['viewer'],
    ])
    // Coming back gives the workspace role alone.
    const members = [{ username: 'acme-operator', role: 'regular' as const }]
    data(await perform(inviteToWorkspace, requestOf('acme-admin'), { ...workspace, members }))
    expect(await list()).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  test('of several at once is one act with a line for each; who has left meanwhile is left out', async () => {
    const usernames = ['acme-operator', 'acme-regular']
    const result = await perform(removeFromDevops, requestOf('acme-maker'), { ...devops, usernames })
    expect(result).toEqual({ ok: true, data: { count: 1 } })
    const again = await perform(removeFromDevops, requestOf('acme-maker'), { ...devops, usernames })
    expect(again).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(await db.auditEvent.count({ where: { action: 'member.remove' } })).toBe(1)
  })

  test('from the workspace and inviting into its projects at once leaves no orphan', async () => {
    const members = [{ username: 'acme-regular', role: 'viewer' as const }]
    await Promise.all([
      perform(removeFromWorkspace, requestOf('acme-admin'), { ...workspace, usernames: ['acme-regular'] }),
      perform(inviteToProject, requestOf('root'), { ...project, members }),
      perform(inviteToDevops, requestOf('root'), { ...devops, members }),
    ])
    const actor = await actorNamed('acme-regular')
    expect([actor?.workspaces.size, actor?.projects.size, actor?.devopsProjects.size]).toEqual([0, 0, 0])
  })
})

test('nobody gives, takes or changes more than they have themselves', async () => {
  const role = { ...devops, name: 'inviter', permissions: ['devops.members.manage' as const] }
  data(await perform(createRole, requestOf('acme-maker'), role))
  const members = [{ username: 'acme-regular', role: 'inviter' }]
  data(await perform(inviteToDevops, requestOf('acme-maker'), { ...devops, members }))
  const exceeds = { error: { code: 'FORBIDDEN', reason: 'role_exceeds_own' } }
  const inviter = requestOf('acme-regular')
  const raise = { ...devops, members: [{ username: 'acme-viewer', role: 'operator' }] }
  expect(await perform(inviteToDevops, inviter, raise)).toMatchObject(exceeds)
  const remove = { ...devops, usernames: ['acme-maker'] }
  expect(await perform(removeFromDevops, inviter, remove)).toMatchObject(exceeds)
  const lower = { ...devops, username: 'acme-operator', role: 'inviter' }
  expect(await perform(changeDevopsRole, inviter, lower)).toMatchObject(exceeds)
  const equal = { ...devops, members: [{ username: 'acme-viewer', role: 'inviter' }] }
  expect(await perform(inviteToDevops, inviter, equal)).toMatchObject({ ok: true })
})
