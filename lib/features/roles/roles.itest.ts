import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { withDependencies } from '#lib/authz/dependencies.ts'
import type { DevopsPermission } from '#lib/authz/permissions.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { listDeployments } from '#lib/features/deployments/queries.ts'
import { getDevopsProject, listDevopsProjects } from '#lib/features/devops-projects/queries.ts'
import { changeDevopsRole, inviteToDevops, removeFromDevops } from '#lib/features/members/actions.ts'
import { editRepository } from '#lib/features/repositories/actions.ts'
import { addRepository, createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { createRole, deleteRole, editRole } from './actions.ts'
import { listRoles } from './queries.ts'

let world: World
const place = { workspace: 'acme', devopsProject: 'devops' }
const maker = () => requestOf('acme-maker')
const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}
const make = (name: string, permissions: DevopsPermission[], who = maker()) =>
  perform(createRole, who, { ...place, name, alias: '배포 담당', permissions })
const give = (username: string, role: string) =>
  perform(inviteToDevops, maker(), { ...place, members: [{ username, role }] })
const roleNamed = async (name: string) =>
  data(await listRoles.answer(maker(), place)).find((role) => role.name === name)

beforeAll(async () => {
  world = await createWorld()
  await addRepository(world.acme.devops, 'web', 'https://git.example.com/web.git')
})
afterAll(() => world.destroy())
beforeEach(async () => {
  await db.devopsProjectMember.deleteMany({ where: { user: { username: 'acme-regular' } } })
  await db.devopsRole.deleteMany()
})

describe('a role that a DevOps project made', () => {
  test('holds what its permissions depend on, and is in the list behind the preset ones', async () => {
    data(await make('deployer', ['devops.deployments.manage']))
    const roles = data(await listRoles.answer(maker(), place))
    expect(roles.map(({ name }) => name)).toEqual(['admin', 'operator', 'viewer', 'deployer'])
    expect(roles[3]).toMatchObject({
      ...{ alias: '배포 담당', version: 1, memberCount: 0, isGrantable: true },
      permissions: withDependencies(['devops.deployments.manage']),
    })
    expect(await db.auditEvent.findFirstOrThrow({ where: { action: 'role.create' } })).toMatchObject({
      ...{ actorName: 'acme-maker', targetName: 'deployer' },
      devopsProjectId: world.acme.devops.devopsProjectId,
    })
  })

  test('lets its holder do exactly that, everywhere', async () => {
    data(await make('watcher', ['devops.deployments.view']))
    data(await give('acme-regular', 'watcher'))
    const holder = requestOf('acme-regular')
    const project = data(await getDevopsProject.answer(holder, place))
    expect(project.permissions).toEqual(withDependencies(['devops.deployments.view']))
    expect(project.role).toMatchObject({ name: 'watcher', alias: '배포 담당' })
    expect(data(await listDevopsProjects.answer(holder, { workspace: 'acme' }))).toHaveLength(1)
    expect(await listDeployments.answer(holder, place)).toMatchObject({ ok: true })
    expect(await listRoles.answer(holder, place)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    const edit = { ...place, name: 'web', alias: '', description: '', version: 1 }
    expect(await perform(editRepository, holder, edit)).toMatchObject({ error: { code: 'FORBIDDEN' } })
  })

  test('that is edited bites at the next request of its holders', async () => {
    data(await make('watcher', ['devops.deployments.view']))
    data(await give('acme-regular', 'watcher'))
    const edit = { ...place, name: 'watcher', version: 1, permissions: ['devops.members.view' as const] }
    expect(await perform(editRole, maker(), edit)).toEqual({ ok: true, data: { version: 2 } })
    const holder = requestOf('acme-regular')
    expect(await listDeployments.answer(holder, place)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await listRoles.answer(holder, place)).toMatchObject({ ok: true })
    expect(await perform(editRole, maker(), edit)).toMatchObject({
      error: { code: 'CONFLICT', reason: 'version_changed' },
    })
  })

  test.each(['admin', 'operator', 'viewer'])('cannot be called %s', async (name) => {
    expect(await make(name, ['devops.members.view'])).toMatchObject({
      error: { fields: { name: { code: 'name_taken' } } },
    })
  })

  test('has a name of its own and at least one permission', async () => {
    data(await make('deployer', ['devops.deployments.view']))
    expect(await make('deployer', ['devops.members.view'])).toMatchObject({
      error: { code: 'CONFLICT', reason: 'name_taken', fields: { name: { code: 'name_taken' } } },
    })
    for (const nothing of [[], ['devops.view' as const]])
      expect(await make('empty', nothing)).toMatchObject({ error: { fields: { permissions: { code: 'required' } } } })
    expect(await make('odd', ['project.view' as never])).toMatchObject({ error: { code: 'VALIDATION' } })
  })

  test('of one DevOps project cannot be held in another', async () => {
    data(await make('deployer', ['devops.deployments.view']))
    const { id } = await db.devopsRole.findFirstOrThrow({ where: { name: 'deployer' } })
    const { devopsProjectId } = world.rival.devops
    const members = [{ username: 'rival-regular', role: 'deployer' }]
    const elsewhere = { workspace: 'rival', devopsProject: 'devops', members }
    expect(await perform(inviteToDevops, requestOf('rival-admin'), elsewhere)).toMatchObject({
      error: { fields: { 'members.0.role': { code: 'not_a_choice' } } },
    })
    const { id: userId } = await db.user.findUniqueOrThrow({ where: { username: 'rival-regular' } })
    await expect(
      db.devopsProjectMember.create({ data: { devopsProjectId, userId, customRoleId: id } }),
    ).rejects.toThrow()
    await expect(db.devopsProjectMember.create({ data: { devopsProjectId, userId } })).rejects.toThrow()
  })

  test('goes with its DevOps project, holders and all', async () => {
    const { workspaceId } = world.acme.workspace
    const { id: devopsProjectId } = await db.devopsProject.create({ data: { workspaceId, name: 'short-lived' } })
    const role = await db.devopsRole.create({
      data: { devopsProjectId, name: 'watcher', permissions: ['devops.view'] },
    })
    const { id: userId } = await db.user.findUniqueOrThrow({ where: { username: 'acme-regular' } })
    await db.devopsProjectMember.create({ data: { devopsProjectId, userId, customRoleId: role.id } })
    await db.devopsProject.delete({ where: { id: devopsProjectId } })
    expect(await db.devopsRole.count({ where: { id: role.id } })).toBe(0)
  })
})

describe('deleting a role', () => {
  test('is refused while somebody holds it, with the names', async () => {
    data(await make('deployer', ['devops.deployments.manage']))
    data(await give('acme-regular', 'deployer'))
    expect(await roleNamed('deployer')).toMatchObject({ memberCount: 1, holders: ['acme-regular'] })
    expect(await perform(deleteRole, maker(), { ...place, name: 'deployer' })).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'role_in_use', params: { count: 1, names: 'acme-regular' } },
    })
    const change = { ...place, username: 'acme-regular', role: 'viewer' }
    data(await perform(changeDevopsRole, maker(), change))
    expect(await perform(deleteRole, maker(), { ...place, name: 'deployer' })).toEqual({ ok: true, data: null })
    expect(await roleNamed('deployer')).toBeUndefined()
  })

  test('and giving it at the same time: one of both happens, and nobody holds a role that is gone', async () => {
    data(await make('deployer', ['devops.deployments.manage']))
    const [deleted, given] = await Promise.all([
      perform(deleteRole, maker(), { ...place, name: 'deployer' }),
      give('acme-regular', 'deployer'),
    ])
    expect([deleted.ok, given.ok].filter(Boolean)).toHaveLength(1)
  })

  test('of a preset one or an unknown one is not found', async () => {
    for (const name of ['admin', 'no-such-role'])
      expect(await perform(deleteRole, maker(), { ...place, name })).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })
})

describe('nobody makes a role that holds more than they do', () => {
  beforeEach(async () => {
    data(await make('inviter', ['devops.members.manage']))
    data(await make('operator-like', ['devops.deployments.manage']))
    data(await give('acme-regular', 'inviter'))
  })
  const inviter = () => requestOf('acme-regular')
  const exceeds = { error: { code: 'FORBIDDEN', reason: 'role_exceeds_own' } }

  test('nor raises their own', async () => {
    expect(await make('mine', ['devops.settings.manage'], inviter())).toMatchObject(exceeds)
    const raise = { ...place, name: 'inviter', version: 1, permissions: ['devops.secrets.reveal' as const] }
    expect(await perform(editRole, inviter(), raise)).toMatchObject(exceeds)
    expect(await make('small', ['devops.members.view'], inviter())).toMatchObject({ ok: true })
  })

  test('nor takes from one that holds more, or deletes it', async () => {
    const lower = { ...place, name: 'operator-like', version: 1, permissions: ['devops.members.view' as const] }
    expect(await perform(editRole, inviter(), lower)).toMatchObject(exceeds)
    expect(await perform(deleteRole, inviter(), { ...place, name: 'operator-like' })).toMatchObject(exceeds)
  })

  test('and is told which roles they may give', async () => {
    const roles = data(await listRoles.answer(inviter(), place))
    expect(roles.filter(({ isGrantable }) => isGrantable).map(({ name }) => name)).toEqual(['inviter'])
  })
})

test('operators and viewers see the roles and change none', async () => {
  for (const who of ['acme-operator', 'acme-viewer']) {
    expect(await listRoles.answer(requestOf(who), place)).toMatchObject({ ok: true })
    expect(await make('mine', ['devops.members.view'], requestOf(who))).toMatchObject({ error: { code: 'FORBIDDEN' } })
  }
  expect(await listRoles.answer(requestOf('rival-admin'), place)).toMatchObject({ error: { code: 'NOT_FOUND' } })
})

test('losing the role closes everything at the next request', async () => {
  data(await make('watcher', ['devops.deployments.view']))
  data(await give('acme-regular', 'watcher'))
  data(await perform(removeFromDevops, maker(), { ...place, usernames: ['acme-regular'] }))
  expect(await listDeployments.answer(requestOf('acme-regular'), place)).toMatchObject({ error: { code: 'NOT_FOUND' } })
})
