import { globSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform, type Action } from '#lib/actions/define-action.ts'
import type { Query } from '#lib/actions/define-query.ts'
import type { EntryPoint } from '#lib/actions/definition.ts'
import { entryPointsOf } from '#lib/actions/registry.ts'
import { loadActor } from '#lib/auth/load-actor.ts'
import { verifyCredentials } from '#lib/auth/verify-credentials.ts'
import type { PlatformRole } from '#lib/authz/actor.ts'
import { systemWork } from '#lib/audit/record.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { actorNamed, createWorld, PASSWORD, requestOf, workAs, type World } from '#lib/testing/world.ts'
import { createUserAction, deleteUser, editUser, resetPassword, setPlatformRole, setUserState } from './actions.ts'
import { createUser } from './create-user.ts'
import { listUsers } from './queries.ts'
import { prepareRenewal, renewPasswordIn } from './renew-password.ts'

const NEW = 'Fresh-Start-2026'
const ok = { ok: true, data: null }
let world: World

const make = (username: string, platformRole: PlatformRole = 'platform_regular') =>
  withTransaction((tx) =>
    createUser(systemWork(tx), { username, email: `${username}@example.com`, password: PASSWORD, platformRole }),
  )
const rowOf = (username: string) => db.user.findUniqueOrThrow({ where: { username } })
const root = () => requestOf('root')
const manager = () => requestOf('people')
const form = (username: string, more: object = {}) => ({
  ...{ username, email: `${username}@example.com`, description: '', password: NEW },
  ...more,
})
type Ref = { username: string; version: number }
const refusal = (code: string, reason: string) => ({ ok: false, error: { code, reason } })

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.destroy())
beforeEach(async () => {
  await db.user.deleteMany({ where: { username: { notIn: ['root', 'acme-admin', 'acme-operator'] } } })
  await db.user.update({ where: { username: 'root' }, data: { disabledAt: null, platformRole: 'platform_admin' } })
  await make('people', 'users_manager')
  await make('mina')
})

describe('creating', () => {
  test('a person is made who must change the password, and the change is recorded', async () => {
    expect(await perform(createUserAction, manager(), form('project-regular'))).toEqual(ok)
    const row = await rowOf('project-regular')
    expect(row).toMatchObject({ platformRole: 'platform_regular', mustChangePassword: true, disabledAt: null })
    expect(await db.auditEvent.findFirst({ where: { action: 'user.create', targetId: row.id } })).toMatchObject({
      actorName: 'people',
      details: { platformRole: 'platform_regular', mustChangePassword: true },
    })
  })

  test('an e-mail address is compared as it was judged: without case, width and spaces around it', async () => {
    const wide = form('other', { email: '  MINA＠Example.com ' })
    expect(await perform(createUserAction, manager(), wide)).toMatchObject({
      error: { code: 'CONFLICT', fields: { email: { code: 'name_taken' } } },
    })
    expect(await perform(createUserAction, manager(), form('other', { email: ' Other@Example.COM ' }))).toEqual(ok)
    expect(await rowOf('other')).toMatchObject({ email: 'other@example.com' })
  })

  test.each([
    ['a name of 33 characters', { username: 'a'.repeat(33) }, { username: 'too_long' }],
    ['upper case', { username: 'Mina' }, { username: 'username_format' }],
    ['an empty label', { username: 'a..b' }, { username: 'username_format' }],
    ['no e-mail address', { email: 'nobody' }, { email: 'email_format' }],
    ['an empty e-mail address', { email: '  ' }, { email: 'required' }],
    ['a short password', { password: 'Short1a' }, { password: 'too_short' }],
    ['a long password', { password: `Aa1${'x'.repeat(62)}` }, { password: 'too_long' }],
    ['a password without a digit', { password: 'OnlyLetters' }, { password: 'password_format' }],
    ['a password without upper case', { password: 'only-small-1' }, { password: 'password_format' }],
    ['a long description', { description: 'x'.repeat(257) }, { description: 'too_long' }],
  ])('is refused at its field: %s', async (_, more, fields) => {
    const wrong = Object.fromEntries(Object.entries(fields).map(([name, code]) => [name, { code }]))
    expect(await perform(createUserAction, manager(), form('somebody', more))).toMatchObject({
      error: { code: 'VALIDATION', fields: wrong },
    })
  })
})

describe('who manages people', () => {
  const admin = () => ({ username: 'chief', version: 1 })
  beforeEach(() => make('chief', 'platform_admin'))

  test('cannot make a platform administrator, nor make anybody one', async () => {
    const refused = refusal('FORBIDDEN', 'admin_role_needed')
    const made = await perform(createUserAction, manager(), form('puppet', { platformRole: 'platform_admin' }))
    expect(made).toMatchObject(refused)
    expect(await db.user.count({ where: { username: 'puppet' } })).toBe(0)
    for (const username of ['mina', 'people'])
      expect(
        await perform(setPlatformRole, manager(), { username, version: 1, platformRole: 'platform_admin' }),
      ).toMatchObject({ error: { code: username === 'people' ? 'PRECONDITION' : 'FORBIDDEN' } })
  })

  test("cannot touch an administrator's account in any way", async () => {
    const refused = refusal('FORBIDDEN', 'admin_role_needed')
    const before = await rowOf('chief')
    const email = 'taken-over@example.com'
    expect(await perform(editUser, manager(), { ...admin(), email, description: '' })).toMatchObject(refused)
    expect(await perform(resetPassword, manager(), { ...admin(), password: NEW })).toMatchObject(refused)
    expect(await perform(setUserState, manager(), { ...admin(), state: 'disabled' })).toMatchObject(refused)
    expect(await perform(setPlatformRole, manager(), { ...admin(), platformRole: 'platform_regular' })).toMatchObject(
      refused,
    )
    expect(await perform(deleteUser, manager(), { ...admin(), confirmation: 'chief' })).toMatchObject(refused)
    expect(await rowOf('chief')).toEqual(before)
  })

  test('cannot change an account that became an administrator since it was looked at', async () => {
    await perform(setPlatformRole, root(), { username: 'mina', version: 1, platformRole: 'platform_admin' })
    const late = await perform(resetPassword, manager(), { username: 'mina', version: 1, password: NEW })
    expect(late).toMatchObject(refusal('FORBIDDEN', 'admin_role_needed'))
  })

  test('may make the managers of workspaces and of people, as the quick start has it', async () => {
    const made = await perform(createUserAction, manager(), form('ws-manager', { platformRole: 'workspaces_manager' }))
    expect(made).toEqual(ok)
  })

  test('is the only one besides administrators who may', async () => {
    await make('spaces', 'workspaces_manager')
    for (const username of ['spaces', 'mina', 'acme-admin']) {
      expect(await perform(createUserAction, requestOf(username), form('x'))).toMatchObject({
        error: { code: 'FORBIDDEN', params: { permission: 'platform.users.manage' } },
      })
      expect(await listUsers.answer(requestOf(username), {})).toMatchObject({ error: { code: 'FORBIDDEN' } })
    }
  })
})

describe('the own account', () => {
  test.each(['root', 'people'])('of %s cannot be disabled, deleted, reset or given another role', async (username) => {
    const own = { username, version: (await rowOf(username)).version }
    const me = requestOf(username)
    const refused = refusal('PRECONDITION', 'own_account')
    expect(await perform(setUserState, me, { ...own, state: 'disabled' })).toMatchObject(refused)
    expect(await perform(deleteUser, me, { ...own, confirmation: username })).toMatchObject(refused)
    expect(await perform(resetPassword, me, { ...own, password: NEW })).toMatchObject(refused)
    expect(await perform(setPlatformRole, me, { ...own, platformRole: 'platform_regular' })).toMatchObject(refused)
  })
})

describe('the last administrator', () => {
  const others = { disabledAt: null, platformRole: 'platform_admin' } as const

  test.each([
    ['disabled', (ref: Ref) => [setUserState, { ...ref, state: 'disabled' }] as const],
    ['deleted', (ref: Ref) => [deleteUser, { ...ref, confirmation: ref.username }] as const],
    ['demoted', (ref: Ref) => [setPlatformRole, { ...ref, platformRole: 'users_manager' }] as const],
  ])('cannot be %s, even by whoever was one when the request came in', async (_, call) => {
    await make('chief', 'platform_admin')
    const asking = await actorNamed('root')
    await db.user.update({ where: { username: 'root' }, data: { disabledAt: new Date() } })
    const [action, input] = call({ username: 'chief', version: 1 })
    const end = () => perform(action as Action<never, null>, requestOf(null, { actor: async () => asking }), input)
    expect(await end()).toMatchObject(refusal('PRECONDITION', 'last_admin'))
    await db.user.update({ where: { username: 'root' }, data: { disabledAt: null } })
    expect(await end()).toEqual(ok)
  })

  test('is left when two end each other at the same moment', async () => {
    await make('chief', 'platform_admin')
    const versions = { root: (await rowOf('root')).version, chief: (await rowOf('chief')).version }
    const end = (by: string, username: 'root' | 'chief') =>
      perform(setUserState, requestOf(by), { username, version: versions[username], state: 'disabled' })
    const results = await Promise.all([end('root', 'chief'), end('chief', 'root')])
    expect(results.filter(({ ok: done }) => done)).toHaveLength(1)
    expect(await db.user.count({ where: others })).toBe(1)
  })
})

describe('a disabled person', () => {
  test('is refused from the next request on and cannot sign in, until enabled again', async () => {
    const { id, sessionVersion } = await rowOf('mina')
    expect(await perform(setUserState, manager(), { username: 'mina', version: 1, state: 'disabled' })).toEqual(ok)
    expect(await loadActor({ userId: id, sessionVersion })).toBeNull()
    const signIn = () => verifyCredentials({ username: 'mina', password: PASSWORD }, '192.0.2.1')
    await expect(signIn()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', reason: 'bad_credentials' })
    expect(await perform(setUserState, manager(), { username: 'mina', version: 2, state: 'active' })).toEqual(ok)
    // The session of before stays ended.
    expect(await loadActor({ userId: id, sessionVersion })).toBeNull()
    expect(await signIn()).toMatchObject({ username: 'mina' })
  })
})

describe('two editors', () => {
  test('of a hundred edits of one version one wins', async () => {
    const edits = Array.from({ length: 100 }, (_, index) =>
      perform(editUser, manager(), {
        username: 'mina',
        version: 1,
        email: `mina${index}@example.com`,
        description: '',
      }),
    )
    const results = await Promise.all(edits)
    expect(results.filter(({ ok: done }) => done)).toHaveLength(1)
    const reasons = results.flatMap((result) => (result.ok ? [] : [result.error.reason]))
    expect(new Set(reasons)).toEqual(new Set(['version_changed']))
    expect(await rowOf('mina')).toMatchObject({ version: 2 })
  })
})

describe('deleting', () => {
  test('needs the name, takes the memberships and leaves what was done', async () => {
    const { id } = await rowOf('mina')
    await db.workspaceMember.create({
      data: { workspaceId: world.acme.workspace.workspaceId, userId: id, role: 'viewer' },
    })
    const ref = { username: 'mina', version: 1 }
    expect(await perform(deleteUser, manager(), { ...ref, confirmation: 'min' })).toMatchObject(
      refusal('VALIDATION', 'confirmation_mismatch'),
    )
    expect(await perform(deleteUser, manager(), { ...ref, confirmation: 'mina' })).toEqual(ok)
    expect(await db.workspaceMember.count({ where: { userId: id } })).toBe(0)
    expect(await db.auditEvent.count({ where: { targetId: id, action: 'user.delete' } })).toBe(1)
    expect(await perform(deleteUser, manager(), { ...ref, confirmation: 'mina' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    })
  })
})

type Door = { entry: EntryPoint; knock: () => Promise<unknown> }

/** Every action and query of the product, each as the person would call it. */
async function doors(username: string): Promise<Door[]> {
  const cwd = path.resolve(import.meta.dirname, '../../..')
  const files = globSync('lib/features/*/{actions,queries}.ts', { cwd })
  const modules = await Promise.all(files.map((file) => import(path.join(cwd, file)) as Promise<object>))
  const request = requestOf(username)
  return modules.flatMap((module) =>
    Object.values(module).flatMap((value: unknown): Door[] => {
      const entry = entryPointsOf(value)[0]
      if (!entry) return []
      const knock = () =>
        entry.kind === 'action'
          ? perform(value as Action<never, unknown>, request, {})
          : (value as Query<never, unknown>).answer(request, {})
      return [{ entry, knock }]
    }),
  )
}

describe('a password that somebody else has set', () => {
  beforeEach(() => perform(resetPassword, manager(), { username: 'mina', version: 1, password: NEW }))

  test('ends the sessions of before and opens a new one', async () => {
    const row = await rowOf('mina')
    expect(row).toMatchObject({ mustChangePassword: true, sessionVersion: 2 })
    expect(await verifyCredentials({ username: 'mina', password: NEW }, '192.0.2.1')).toMatchObject({ userId: row.id })
  })

  test('opens no action and no query but changing it, signing out and what is public', async () => {
    await db.user.update({ where: { username: 'mina' }, data: { platformRole: 'platform_admin' } })
    const all = await doors('mina')
    const open = all.filter(({ entry }) => entry.duringPasswordChange).map(({ entry }) => entry.name)
    expect(open.toSorted()).toEqual(['users.renew-password', 'users.sign-out'])
    const closed = all.filter(({ entry }) => entry.scope !== 'public' && !entry.duringPasswordChange)
    expect(closed.length).toBeGreaterThan(50)
    for (const { entry, knock } of closed)
      expect([entry.name, await knock()]).toMatchObject([entry.name, refusal('FORBIDDEN', 'password_change_required')])
  })

  test('is replaced by another one, and the person goes on with the only session', async () => {
    const actor = (await actorNamed('mina'))!
    await expect(prepareRenewal(actor, NEW)).rejects.toMatchObject({
      fields: { password: { code: 'password_unchanged' } },
    })
    const renewal = await prepareRenewal(actor, 'Mine-Alone-2026')
    const claims = await workAs('mina', (work) => renewPasswordIn(work, actor, renewal))
    expect(await loadActor(claims)).toMatchObject({ mustChangePassword: false })
    expect(await loadActor({ ...claims, sessionVersion: claims.sessionVersion - 1 })).toBeNull()
    await expect(prepareRenewal(actor, 'Once-More-2026')).rejects.toMatchObject({
      code: 'PRECONDITION',
      reason: 'no_password_change_awaited',
    })
  })

  test('is not replaced over one that was set anew meanwhile', async () => {
    const actor = (await actorNamed('mina'))!
    const renewal = await prepareRenewal(actor, 'Mine-Alone-2026')
    await perform(resetPassword, manager(), { username: 'mina', version: 2, password: 'Another-One-2026' })
    await expect(workAs('mina', (work) => renewPasswordIn(work, actor, renewal))).rejects.toMatchObject({
      reason: 'version_changed',
    })
  })
})

test('the list says what the reader may do with whom', async () => {
  await make('chief', 'platform_admin')
  const answer = await listUsers.answer(manager(), { pageSize: 100, sort: 'username', direction: 'asc' })
  const acts = answer.ok ? Object.fromEntries(answer.data.items.map((user) => [user.username, user.acts])) : {}
  expect(acts).toMatchObject({
    chief: [],
    people: ['edit'],
    mina: ['edit', 'role', 'password', 'state', 'delete'],
  })
  const found = await listUsers.answer(manager(), { search: 'MINA@', role: 'platform_regular', state: 'active' })
  expect(found).toMatchObject({ data: { total: 1, items: [{ username: 'mina', own: false }] } })
})
