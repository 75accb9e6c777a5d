import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { createDeployment } from '#lib/features/deployments/actions.ts'
import { getDeployment, listDeployments } from '#lib/features/deployments/queries.ts'
import { editRepository } from '#lib/features/repositories/actions.ts'
import { getSession } from '#lib/features/users/queries.ts'
import { getWorkspace, listWorkspaces } from '#lib/features/workspaces/queries.ts'
import { addRepository, createWorld, ORIGIN, requestOf, type World } from '#lib/testing/world.ts'
import { perform } from './define-action.ts'

let world: World
const names = { workspace: 'acme', devopsProject: 'devops' }
const edit = { ...names, name: 'web', alias: '새 별칭', description: '', version: 1 }

beforeAll(async () => {
  world = await createWorld()
  await addRepository(world.acme.devops, 'web', 'https://git.example.com/web.git')
})
afterAll(() => world.destroy())

describe('without a session', () => {
  test('an action is refused and nothing is done', async () => {
    const result = await perform(editRepository, requestOf(null), edit)
    expect(result).toEqual({ ok: false, error: { code: 'UNAUTHENTICATED', requestId: 'test-request' } })
  })

  test('a query is refused before its input is looked at', async () => {
    expect(await listDeployments.answer(requestOf(null), 'rubbish')).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
  })

  test('a public query answers that nobody is signed in', async () => {
    expect(await getSession.answer(requestOf(null), {})).toEqual({ ok: true, data: null })
  })
})

describe('a change that another site asked for', () => {
  test.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['the origin "null"', { origin: 'null' }],
    ['no origin at all', { origin: null }],
    ['our origin on another port', { origin: 'http://localhost:3001' }],
    ['a browser that says cross-site', { origin: ORIGIN, fetchSite: 'cross-site' }],
    ['a browser that says same-site', { origin: null, fetchSite: 'same-site' }],
  ])('W5: is refused: %s', async (_, facts) => {
    const result = await perform(editRepository, requestOf('acme-operator', facts), edit)
    expect(result).toMatchObject({ ok: false, error: { code: 'FORBIDDEN', reason: 'cross_site_request' } })
  })

  test('is accepted when the browser says same-origin, under whatever name the console was opened', async () => {
    const facts = { origin: 'http://127.0.0.1:3000', fetchSite: 'same-origin' }
    const result = await perform(editRepository, requestOf('acme-operator', facts), { ...edit, version: 99 })
    expect(result).toMatchObject({ error: { code: 'CONFLICT' } })
  })
})

describe("another tenant's row", () => {
  const unknown = { workspace: 'acme', devopsProject: 'no-such' }

  test('answers exactly as one that does not exist', async () => {
    const foreign = await getDeployment.answer(requestOf('rival-admin'), { ...names, name: 'web' })
    const missing = await getDeployment.answer(requestOf('rival-admin'), { ...unknown, name: 'web' })
    expect(foreign).toEqual({ ok: false, error: { code: 'NOT_FOUND', requestId: 'test-request' } })
    expect(missing).toEqual(foreign)
  })

  test('cannot be changed by its real names', async () => {
    const result = await perform(editRepository, requestOf('rival-operator'), edit)
    expect(result).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(await db.codeRepository.findFirstOrThrow({ where: { name: 'web' } })).toMatchObject({ alias: '' })
  })

  test('cannot be reached by naming an own workspace with a foreign DevOps project', async () => {
    await db.devopsProject.create({ data: { workspaceId: world.acme.workspace.workspaceId, name: 'only-acme' } })
    const mixed = { workspace: 'rival', devopsProject: 'only-acme' }
    expect(await listDeployments.answer(requestOf('rival-admin'), mixed)).toMatchObject({
      error: { code: 'NOT_FOUND' },
    })
  })

  test('is not in the list of workspaces', async () => {
    const result = await listWorkspaces.answer(requestOf('rival-viewer'), {})
    expect(result).toMatchObject({ ok: true, data: [{ name: 'rival', role: 'viewer' }] })
  })
})

describe('a permission that is missing in a scope that is visible', () => {
  test('is FORBIDDEN and leaves a line in the audit log', async () => {
    const result = await perform(editRepository, requestOf('acme-viewer'), edit)
    const params = { permission: 'devops.repositories.manage' }
    expect(result).toEqual({ ok: false, error: { code: 'FORBIDDEN', params, requestId: 'test-request' } })
    const denied = await db.auditEvent.findFirstOrThrow({ where: { action: 'access.denied' } })
    expect(denied).toMatchObject({
      actorName: 'acme-viewer',
      workspaceId: world.acme.workspace.workspaceId,
      targetName: 'repositories.edit',
      requestId: 'test-request',
    })
  })
})

describe('rights are read for every request', () => {
  test('a role that was taken away a moment ago is gone', async () => {
    const answer = () => listDeployments.answer(requestOf('rival-operator'), { ...names, workspace: 'rival' })
    expect(await answer()).toMatchObject({ ok: true })
    await db.devopsProjectMember.deleteMany({ where: { user: { username: 'rival-operator' } } })
    expect(await answer()).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  test('a disabled person is nobody', async () => {
    await db.user.update({ where: { username: 'rival-regular' }, data: { disabledAt: new Date() } })
    expect(await getWorkspace.answer(requestOf('rival-regular'), { workspace: 'rival' })).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
  })
})

describe('input', () => {
  const operator = () => requestOf('acme-operator')

  test.each([
    ['an operator object instead of a name', { ...names, devopsProject: { contains: '' } }, 'devopsProject'],
    ['a list instead of a name', { ...names, workspace: ['acme'] }, 'workspace'],
    ['a field that is not known', { ...names, devopsProjectId: 'x' }, 'devopsProjectId'],
    ['a page beyond any list', { ...names, page: 1e9 }, 'page'],
  ])('is refused with its field: %s', async (_, input, field) => {
    const result = await listDeployments.answer(operator(), input)
    expect(result).toMatchObject({ ok: false, error: { code: 'VALIDATION', fields: { [field]: {} } } })
  })

  test('is never echoed', async () => {
    const result = await perform(createDeployment, operator(), { ...names, name: '<img src=x onerror=alert(1)>' })
    expect(result.ok).toBe(false)
    expect(JSON.stringify(result)).not.toContain('onerror')
  })
})

test('a change and its audit row come together', async () => {
  const result = await perform(editRepository, requestOf('acme-operator'), edit)
  expect(result).toEqual({ ok: true, data: { version: 2 } })
  expect(await db.auditEvent.findFirstOrThrow({ where: { action: 'repository.edit' } })).toMatchObject({
    actorName: 'acme-operator',
    devopsProjectId: world.acme.devops.devopsProjectId,
    targetName: 'web',
    details: { alias: '새 별칭' },
  })
})
