import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { systemWork } from '#lib/audit/record.ts'
import type { PlatformRole, WorkspaceScope } from '#lib/authz/actor.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { createDevopsProject } from '#lib/features/devops-projects/create-devops-project.ts'
import { createProject } from '#lib/features/projects/create-project.ts'
import { createUser } from '#lib/features/users/create-user.ts'
import { createWorld, PASSWORD, requestOf, workAs, type World } from '#lib/testing/world.ts'
import { deleteWorkspace, editWorkspace, openWorkspace } from './actions.ts'
import { listAllWorkspaces, listWorkspaceChoices } from './queries.ts'

let world: World
const unnamed = { alias: '', description: '' }
const manager = () => requestOf('spaces')
const open = (name: string, more: object = {}) =>
  perform(openWorkspace, manager(), { name, manager: 'acme-admin', clusters: ['east'], ...unnamed, ...more })
const rowOf = (name: string) => db.workspace.findUniqueOrThrow({ where: { name }, include: { clusters: true } })
const scopeOf = async (name: string): Promise<WorkspaceScope> => ({
  ...{ kind: 'workspace', workspaceId: (await rowOf(name)).id, workspace: name },
})
const edit = (name: string, more: object = {}) =>
  perform(editWorkspace, manager(), { name, version: 1, clusters: ['east'], ...unnamed, ...more })
const end = (name: string, confirmation = name) => perform(deleteWorkspace, manager(), { name, confirmation })

const person = (username: string, platformRole: PlatformRole) =>
  withTransaction((tx) =>
    createUser(systemWork(tx), { username, email: `${username}@example.com`, password: PASSWORD, platformRole }),
  )

beforeAll(async () => {
  world = await createWorld()
  await person('spaces', 'workspaces_manager')
  await person('people', 'users_manager')
  await db.cluster.create({ data: { name: 'west' } })
})
afterAll(() => world.destroy())

describe('opening a workspace', () => {
  test('gives it its administrator and its clusters, each recorded', async () => {
    expect(await open('fresh', { clusters: ['east', 'west'] })).toEqual({ ok: true, data: { name: 'fresh' } })
    const { id, clusters } = await rowOf('fresh')
    expect(clusters).toHaveLength(2)
    const members = await db.workspaceMember.findMany({ where: { workspaceId: id }, include: { user: true } })
    expect(members).toMatchObject([{ role: 'admin', user: { username: 'acme-admin' } }])
    const events = await db.auditEvent.findMany({ where: { workspaceId: id, actorName: 'spaces' } })
    expect(events.map(({ action }) => action).toSorted()).toEqual([
      'member.set-role',
      'workspace.allow-cluster',
      'workspace.allow-cluster',
      'workspace.create',
    ])
  })

  test.each([
    ['an unknown administrator', { manager: 'nobody' }, { manager: { code: 'not_found' } }],
    ['an unknown cluster', { clusters: ['east', 'moon'] }, { clusters: { code: 'not_found' } }],
    ['a name that is the console’s own', { name: 'platform' }, { name: { code: 'name_reserved' } }],
    ['a name that exists', { name: 'acme' }, { name: { code: 'name_taken' } }],
  ])('is refused at the field: %s', async (_, more, fields) => {
    expect(await open('refused', more)).toMatchObject({ ok: false, error: { fields } })
    expect(await db.workspace.count({ where: { name: 'refused' } })).toBe(0)
  })

  test('is refused for somebody who cannot sign in', async () => {
    await db.user.update({ where: { username: 'rival-regular' }, data: { disabledAt: new Date() } })
    expect(await open('refused', { manager: 'rival-regular' })).toMatchObject({
      error: { fields: { manager: { code: 'not_found' } } },
    })
  })

  test.each(['people', 'acme-admin', 'acme-regular'])('is not for %s', async (username) => {
    const request = requestOf(username)
    const input = { name: 'refused', manager: username, clusters: [], ...unnamed }
    const forbidden = { error: { code: 'FORBIDDEN', params: { permission: 'platform.workspaces.manage' } } }
    expect(await perform(openWorkspace, request, input)).toMatchObject(forbidden)
    expect(await perform(deleteWorkspace, request, { name: 'acme', confirmation: 'acme' })).toMatchObject(forbidden)
    expect(await listWorkspaceChoices.answer(request, {})).toMatchObject(forbidden)
    expect(await listAllWorkspaces.answer(request, {})).toMatchObject({ error: { code: 'FORBIDDEN' } })
  })
})

describe('editing', () => {
  test('changes alias, description and clusters under the version that was looked at', async () => {
    await open('edited')
    expect(await edit('edited', { alias: '편집', clusters: ['west'] })).toEqual({ ok: true, data: null })
    expect(await edit('edited', { alias: '늦음' })).toMatchObject({ error: { reason: 'version_changed' } })
    const answer = await listAllWorkspaces.answer(manager(), { search: '편집' })
    expect(answer).toMatchObject({
      data: { items: [{ name: 'edited', alias: '편집', version: 2, clusters: ['west'], managers: ['acme-admin'] }] },
    })
  })

  test('does not take a cluster away that a project is on', async () => {
    const { version } = await rowOf('acme')
    expect(await edit('acme', { version, clusters: [] })).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'cluster_used_by_workspace' },
    })
    expect((await rowOf('acme')).clusters).toHaveLength(1)
    expect(await rowOf('acme')).toMatchObject({ version })
  })

  test('and a new project do not miss each other: the cluster stays, or the project is refused', async () => {
    for (let round = 0; round < 8; round++) {
      const name = `race-${round}`
      await open(name)
      const scope = await scopeOf(name)
      const project = workAs('acme-admin', (work) =>
        createProject(work, scope, { name: `${name}-shop`, cluster: 'east', ...unnamed }),
      )
      const [taken, made] = await Promise.allSettled([edit(name, { clusters: [] }), project])
      const isTaken = taken.status === 'fulfilled' && taken.value.ok
      expect([isTaken, made.status === 'fulfilled']).toContain(true)
      expect(isTaken && made.status === 'fulfilled').toBe(false)
    }
  })
})

describe('deleting', () => {
  test('is refused while something is in it, with its names', async () => {
    expect(await end('acme')).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'workspace_not_empty', params: { count: 2, words: 'devops, acme-shop' } },
    })
  })

  test('needs the name, and ends memberships with the workspace', async () => {
    await open('empty')
    const { id } = await rowOf('empty')
    expect(await end('empty', 'emty')).toMatchObject({ error: { reason: 'confirmation_mismatch' } })
    expect(await end('empty')).toEqual({ ok: true, data: null })
    expect(await db.workspaceMember.count({ where: { workspaceId: id } })).toBe(0)
    expect(await db.auditEvent.count({ where: { action: 'workspace.delete', targetId: id } })).toBe(1)
    expect(await end('empty')).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  test('and a new DevOps project do not miss each other', async () => {
    for (let round = 0; round < 8; round++) {
      const name = `end-${round}`
      await open(name)
      const scope = await scopeOf(name)
      const made = workAs('acme-admin', (work) => createDevopsProject(work, scope, { name: 'devops', ...unnamed }))
      const [ended, created] = await Promise.allSettled([end(name), made])
      const isEnded = ended.status === 'fulfilled' && ended.value.ok
      expect(isEnded).toBe(created.status === 'rejected')
      expect(await db.workspace.count({ where: { name } })).toBe(isEnded ? 0 : 1)
    }
  })
})

test('the choices are people who can sign in, searched, and every cluster', async () => {
  const answer = await listWorkspaceChoices.answer(manager(), { search: 'RIVAL-' })
  const people = answer.ok ? answer.data.people.map(({ username }) => username) : []
  expect(people).toEqual(['rival-admin', 'rival-maker', 'rival-operator', 'rival-viewer'])
  expect(answer).toMatchObject({ data: { more: false, clusters: [{ name: 'east' }, { name: 'west' }] } })
})
