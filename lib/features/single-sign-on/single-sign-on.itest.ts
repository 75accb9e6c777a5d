/** Single sign-on with a real provider on loopback: its log-in and consent pages, its tokens, its userinfo. */
import { Browser } from './testing/browser.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { countAddress, LIMITS } from '#lib/auth/throttle.ts'
import type { PlatformRole } from '#lib/authz/actor.ts'
import { canSee } from '#lib/authz/can.ts'
import { db } from '#lib/db/client.ts'
import { CLIENT, startProvider, walk, type TestProvider } from '#lib/oidc/testing/provider.ts'
import { actorNamed, PASSWORD, createWorld, requestOf, workAs, type World } from '#lib/testing/world.ts'
import { resetPassword, setPlatformRole, signInAction } from '#lib/features/users/actions.ts'
import { changeWorkspaceRole, removeFromWorkspace } from '#lib/features/members/actions.ts'
import { setDevopsProjectMember, setWorkspaceMember } from '#lib/features/members/public.ts'
import {
  addGroupMapping,
  addProvider,
  editProvider,
  finishSingleSignOn,
  linkOwnIdentity,
  linkUserIdentity,
  removeGroupMapping,
  removeProvider,
  startSingleSignOn,
  testProviderConnection,
  unlinkOwnIdentity,
  unlinkUserIdentity,
} from './actions.ts'
import { getOwnSignIn, getProviders } from './queries.ts'
import { redirectUriOf } from './provider.ts'

const NAME = 'keycloak'
let world: World
let provider: TestProvider

const root = () => requestOf('root')

async function add(name: string, issuer: string, more: object = {}) {
  return perform(addProvider, root(), {
    ...{ name, displayName: 'Acme', issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret },
    ...{ scopes: 'openid profile email groups', ...more },
  })
}

beforeAll(async () => {
  // The provider listens on loopback.
  process.env['IEUM_LOCAL_IDENTITY_PROVIDERS'] = 'true'
  world = await createWorld()
  provider = await startProvider([redirectUriOf(NAME)])
  const added = await add(NAME, provider.issuer)
  if (!added.ok) throw new Error(JSON.stringify(added.error))
})
afterAll(async () => {
  await provider.close()
  await world.destroy()
})
beforeEach(async () => {
  await db.loginThrottle.deleteMany()
  await db.groupMapping.deleteMany()
})

async function versionOf(name: string): Promise<number> {
  return (await db.identityProvider.findUniqueOrThrow({ where: { name } })).version
}
async function createsPeople(yes: boolean): Promise<void> {
  const input = { name: NAME, version: await versionOf(NAME), displayName: 'Acme', clientId: CLIENT.id }
  const scopes = 'openid profile email groups'
  expect(await perform(editProvider, root(), { ...input, scopes, createsPeople: yes })).toMatchObject({ ok: true })
}
const idOf = async (username: string) => (await db.user.findUniqueOrThrow({ where: { username } })).id
/** Somebody with an account here, linked to the subject of the same name there. */
async function linked(username: string): Promise<string> {
  provider.people.set(username, {})
  const result = await perform(linkUserIdentity, root(), { username, provider: NAME, subject: username })
  if (!result.ok && result.error.reason !== 'sso_already_linked') throw new Error(JSON.stringify(result.error))
  return idOf(username)
}
const refusedFor = (reason: string) => ({ ok: false, error: { reason } })
const mapTo = (group: string, target: unknown) => perform(addGroupMapping, root(), { provider: NAME, group, target })

describe('signing in', () => {
  test('leads a linked person to where they wanted to go, in a session like any other', async () => {
    const userId = await linked('acme-viewer')
    const browser = new Browser()
    expect(await browser.signIn(NAME, 'acme-viewer', '/workspaces/acme?x=1')).toEqual({
      ...{ ok: true, data: { next: '/workspaces/acme?x=1' } },
    })
    expect(browser.hasSession).toBe(true)
    expect(await db.session.findMany({ where: { userId } })).toMatchObject([{ userAgent: 'Firefox' }])
    expect(await db.auditEvent.findFirst({ where: { action: 'user.sign-in', actorId: userId } })).toMatchObject({
      ...{ actorName: 'acme-viewer', details: { provider: NAME } },
    })
    expect([...browser.cookies.keys()]).toEqual(['ieum-session-3000'])
  })

  test('never leads to another host', async () => {
    await linked('acme-viewer')
    expect(await new Browser().signIn(NAME, 'acme-viewer', '//evil.example.com')).toMatchObject({ data: { next: '/' } })
  })

  test('knows nobody by name or e-mail address', async () => {
    provider.people.set('stranger', { preferred_username: 'root', email: 'root@example.com', email_verified: true })
    const browser = new Browser()
    expect(await browser.signIn(NAME, 'stranger')).toMatchObject({
      error: { code: 'UNAUTHENTICATED', reason: 'sso_no_account', params: { name: 'stranger' } },
    })
    expect(browser.hasSession).toBe(false)
  })

  test('refuses a disabled person', async () => {
    const id = await linked('acme-regular')
    await db.user.update({ where: { id }, data: { disabledAt: new Date() } })
    expect(await new Browser().signIn(NAME, 'acme-regular')).toMatchObject(refusedFor('sso_account_disabled'))
    await db.user.update({ where: { id }, data: { disabledAt: null } })
  })

  test('ends the session that the browser held', async () => {
    await linked('acme-viewer')
    const browser = new Browser()
    await browser.signIn(NAME, 'acme-viewer')
    const before = await db.session.count()
    await browser.signIn(NAME, 'acme-viewer')
    expect(await db.session.count()).toBe(before)
  })
})

describe('an attempt', () => {
  test("CSRF: another browser's answer signs nobody in", async () => {
    await linked('acme-viewer')
    const [victim, attacker] = [new Browser(), new Browser()]
    const answer = await attacker.visit(NAME, 'acme-viewer')
    expect(await victim.call(finishSingleSignOn, { provider: NAME, answer })).toMatchObject(
      refusedFor('sso_attempt_over'),
    )
    await victim.call(startSingleSignOn, { provider: NAME })
    expect(await victim.call(finishSingleSignOn, { provider: NAME, answer })).toMatchObject(
      refusedFor('sso_attempt_over'),
    )
  })

  test('comes back once, whatever of it was copied', async () => {
    await linked('acme-viewer')
    const browser = new Browser()
    const answer = await browser.visit(NAME, 'acme-viewer')
    const copy = new Map(browser.cookies)
    expect(await browser.call(finishSingleSignOn, { provider: NAME, answer })).toMatchObject({ ok: true })
    expect(await browser.call(finishSingleSignOn, { provider: NAME, answer })).toMatchObject(
      refusedFor('sso_attempt_over'),
    )
    copy.forEach((value, name) => browser.cookies.set(name, value))
    // The code is the provider's to refuse.
    expect(await browser.call(finishSingleSignOn, { provider: NAME, answer })).toMatchObject({
      error: { reason: 'sso_code_refused', detail: 'invalid_grant' },
    })
  })

  test('with a new code for a state that was used is over', async () => {
    await linked('acme-viewer')
    const browser = new Browser()
    const started = await browser.call(startSingleSignOn, { provider: NAME })
    if (!started.ok) throw new Error('not started')
    const copy = new Map(browser.cookies)
    const answers = [
      (await walk(started.data.url, 'acme-viewer', redirectUriOf(NAME))).search,
      (await walk(started.data.url, 'acme-viewer', redirectUriOf(NAME))).search,
    ]
    expect(await browser.call(finishSingleSignOn, { provider: NAME, answer: answers[0] })).toMatchObject({ ok: true })
    copy.forEach((value, name) => browser.cookies.set(name, value))
    expect(await browser.call(finishSingleSignOn, { provider: NAME, answer: answers[1] })).toMatchObject(
      refusedFor('sso_attempt_over'),
    )
  })

  test('W16: is no session', async () => {
    const browser = new Browser()
    await browser.call(startSingleSignOn, { provider: NAME })
    const [sealed = ''] = browser.cookies.values()
    browser.cookies.set('ieum-session-3000', sealed)
    expect(await browser.call(unlinkOwnIdentity, { id: crypto.randomUUID() })).toMatchObject({
      error: { code: 'UNAUTHENTICATED' },
    })
  })

  test('that the person cancels is told', async () => {
    const browser = new Browser()
    const started = await browser.call(startSingleSignOn, { provider: NAME })
    if (!started.ok) throw new Error('not started')
    const state = new URL(started.data.url).searchParams.get('state') ?? ''
    const iss = encodeURIComponent(provider.issuer)
    expect(
      await browser.call(finishSingleSignOn, {
        provider: NAME,
        answer: `?error=access_denied&state=${state}&iss=${iss}`,
      }),
    ).toMatchObject({ error: { reason: 'sso_denied', detail: 'access_denied' } })
  })

  test('with the answer of another issuer is refused', async () => {
    await linked('acme-viewer')
    const browser = new Browser()
    const search = new URLSearchParams(await browser.visit(NAME, 'acme-viewer'))
    search.set('iss', 'https://other.example.com')
    expect(await browser.call(finishSingleSignOn, { provider: NAME, answer: `?${search}` })).toMatchObject(
      refusedFor('sso_token_refused'),
    )
  })
})

test('attempts that fail are counted by address, with those of passwords', async () => {
  await linked('acme-viewer')
  const browser = new Browser()
  const answer = await browser.visit(NAME, 'acme-viewer')
  for (let count = 0; count < LIMITS.address; count++) await countAddress('unknown')
  expect(await browser.call(finishSingleSignOn, { provider: NAME, answer })).toMatchObject({
    error: { code: 'RATE_LIMITED', reason: 'too_many_attempts' },
  })
})

describe('people who are created at their first log-in', () => {
  beforeAll(() => createsPeople(true))
  afterAll(() => createsPeople(false))

  test('have no password, and no password lets them in', async () => {
    provider.people.set('s-1', { preferred_username: 'Mina.Kim', email: 'mina@example.com', email_verified: true })
    expect(await new Browser().signIn(NAME, 's-1')).toMatchObject({ ok: true })
    expect(await db.user.findUniqueOrThrow({ where: { username: 'mina.kim' } })).toMatchObject({
      ...{ passwordHash: null, platformRole: 'platform_regular', email: 'mina@example.com' },
    })
    const refused = await new Browser().call(signInAction, { username: 'mina.kim', password: PASSWORD })
    expect(refused).toMatchObject({ error: { code: 'UNAUTHENTICATED', reason: 'bad_credentials' } })
    const { version } = await db.user.findUniqueOrThrow({ where: { username: 'mina.kim' } })
    const reset = { username: 'mina.kim', version, password: 'Correct-horse-1', mustChangePassword: false }
    expect(await perform(resetPassword, root(), reset)).toMatchObject({ ok: true })
    const login = { username: 'mina.kim', password: 'Correct-horse-1' }
    expect(await new Browser().call(signInAction, login)).toMatchObject({ ok: true })
    expect(await new Browser().signIn(NAME, 's-1')).toMatchObject({ ok: true })
    expect(await db.user.count({ where: { email: 'mina@example.com' } })).toBe(1)
  })

  test.each([
    ['a name that somebody has', { preferred_username: 'root', email: 'other@example.com' }, 'sso_name_taken'],
    ['an address that somebody has', { preferred_username: 'other', email: 'ROOT@example.com' }, 'sso_name_taken'],
    [
      'an address that is not theirs',
      { preferred_username: 'other', email: 'o@example.com', email_verified: false },
      'sso_claims_missing',
    ],
    ['no name', { email: 'o@example.com' }, 'sso_claims_missing'],
    ['a name that is none', { preferred_username: '<b>', email: 'o@example.com' }, 'sso_claims_missing'],
  ])('are not created with %s', async (title, person, reason) => {
    provider.people.set(title, person)
    const before = await db.user.count()
    expect(await new Browser().signIn(NAME, title)).toMatchObject(refusedFor(reason))
    expect(await db.user.count()).toBe(before)
  })
})

describe('linking', () => {
  test('is done by oneself after signing in with the password, and undone', async () => {
    provider.people.set('own', {})
    const browser = new Browser()
    await browser.signInByPassword('rival-viewer')
    const started = await browser.call(linkOwnIdentity, { provider: NAME })
    if (!started.ok) throw new Error('not started')
    const answer = (await walk(started.data.url, 'own', redirectUriOf(NAME))).search
    expect(await browser.call(finishSingleSignOn, { provider: NAME, answer })).toEqual({
      ...{ ok: true, data: { next: '/profile' } },
    })
    expect(await new Browser().signIn(NAME, 'own')).toMatchObject({ ok: true })
    const own = await getOwnSignIn.answer(requestOf('rival-viewer'), {})
    expect(own).toMatchObject({
      data: { hasPassword: true, identities: [{ provider: NAME, subject: 'own' }], others: [] },
    })
    const id = own.ok ? own.data.identities[0]?.id : ''
    expect(await perform(unlinkOwnIdentity, requestOf('acme-viewer'), { id: id ?? '' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    })
    expect(await perform(unlinkOwnIdentity, requestOf('rival-viewer'), { id: id ?? '' })).toMatchObject({ ok: true })
    expect(await new Browser().signIn(NAME, 'own')).toMatchObject(refusedFor('sso_no_account'))
  })

  test("CSRF: another session's link is not made to this one", async () => {
    provider.people.set('attacker', {})
    const [attacker, victim] = [new Browser(), new Browser()]
    await attacker.signInByPassword('rival-regular')
    await victim.signInByPassword('rival-operator')
    const started = await attacker.call(linkOwnIdentity, { provider: NAME })
    if (!started.ok) throw new Error('not started')
    const answer = (await walk(started.data.url, 'attacker', redirectUriOf(NAME))).search
    attacker.cookies.forEach((value, name) => {
      if (!name.startsWith('ieum-session')) victim.cookies.set(name, value)
    })
    expect(await victim.call(finishSingleSignOn, { provider: NAME, answer })).toMatchObject(
      refusedFor('sso_attempt_over'),
    )
    expect(await db.externalIdentity.count({ where: { subject: 'attacker' } })).toBe(0)
  })

  test("takes nobody else's identity, and none of an administrator from below", async () => {
    await linked('acme-viewer')
    const link = { username: 'acme-maker', provider: NAME, subject: 'acme-viewer' }
    expect(await perform(linkUserIdentity, root(), link)).toMatchObject(refusedFor('sso_identity_taken'))
    await db.user.update({ where: { username: 'rival-maker' }, data: { platformRole: 'users_manager' } })
    const up = { username: 'root', provider: NAME, subject: 'mine' }
    expect(await perform(linkUserIdentity, requestOf('rival-maker'), up)).toMatchObject(refusedFor('admin_role_needed'))
    await db.user.update({ where: { username: 'rival-maker' }, data: { platformRole: 'platform_regular' } })
  })

  test('is taken away by an administrator with every session of the person', async () => {
    const userId = await linked('rival-admin')
    const browser = new Browser()
    expect(await browser.signIn(NAME, 'rival-admin')).toMatchObject({ ok: true })
    expect(await perform(unlinkUserIdentity, root(), { username: 'rival-admin', provider: NAME })).toMatchObject({
      ok: true,
    })
    expect(await db.session.count({ where: { userId } })).toBe(0)
  })

  test('cannot be the only way in that is taken away by oneself', async () => {
    const id = await linked('acme-maker')
    await db.user.update({ where: { id }, data: { passwordHash: null } })
    const identity = await db.externalIdentity.findFirstOrThrow({ where: { userId: id } })
    expect(await perform(unlinkOwnIdentity, requestOf('acme-maker'), { id: identity.id })).toMatchObject(
      refusedFor('sso_last_way_in'),
    )
  })
})

describe('groups', () => {
  const inGroups = (username: string, groups: string[]) => provider.people.set(username, { groups })
  async function rolesOf(username: string) {
    const user = await db.user.findUniqueOrThrow({
      where: { username },
      select: {
        platformRole: true,
        workspaceMemberships: { select: { role: true, workspace: { select: { name: true } } } },
        devopsProjectMemberships: { select: { role: true } },
      },
    })
    return {
      platform: user.platformRole,
      workspaces: Object.fromEntries(user.workspaceMemberships.map(({ role, workspace }) => [workspace.name, role])),
      devops: user.devopsProjectMemberships.map(({ role }) => role),
    }
  }

  test('give roles at a log-in, and take away what they gave', async () => {
    await linked('rival-regular')
    await mapTo('deployers', { kind: 'devops', workspace: 'acme', devopsProject: 'devops', role: 'operator' })
    await mapTo('leads', { kind: 'workspace', workspace: 'acme', role: 'viewer' })
    await mapTo('people', { kind: 'platform', role: 'users_manager' })
    inGroups('rival-regular', ['deployers', 'leads', 'people', 'something else'])
    await new Browser().signIn(NAME, 'rival-regular')
    expect(await rolesOf('rival-regular')).toEqual({
      ...{ platform: 'users_manager', workspaces: { rival: 'regular', acme: 'viewer' }, devops: ['operator'] },
    })
    inGroups('rival-regular', ['deployers'])
    await new Browser().signIn(NAME, 'rival-regular')
    expect(await rolesOf('rival-regular')).toEqual({
      ...{ platform: 'platform_regular', workspaces: { rival: 'regular', acme: 'regular' }, devops: ['operator'] },
    })
    inGroups('rival-regular', [])
    await new Browser().signIn(NAME, 'rival-regular')
    expect(await rolesOf('rival-regular')).toEqual({
      ...{ platform: 'platform_regular', workspaces: { rival: 'regular' }, devops: [] },
    })
    const lines = await db.auditEvent.findMany({
      where: { targetName: 'rival-regular', action: { startsWith: 'member.' } },
    })
    expect(lines.filter(({ details }) => (details as { provider?: string }).provider === NAME)).toHaveLength(5)
  })

  test('touch nothing that was given by hand', async () => {
    await linked('acme-operator')
    await mapTo('low', { kind: 'workspace', workspace: 'acme', role: 'viewer' })
    await mapTo('low', { kind: 'devops', workspace: 'acme', devopsProject: 'devops', role: 'viewer' })
    inGroups('acme-operator', ['low'])
    const before = await rolesOf('acme-operator')
    await new Browser().signIn(NAME, 'acme-operator')
    inGroups('acme-operator', [])
    await new Browser().signIn(NAME, 'acme-operator')
    expect(await rolesOf('acme-operator')).toEqual(before)
  })

  test('a role that is changed by hand stays; one that a group gives is not removed by hand', async () => {
    await linked('rival-operator')
    await mapTo('leads', { kind: 'workspace', workspace: 'acme', role: 'self_provisioner' })
    inGroups('rival-operator', ['leads'])
    await new Browser().signIn(NAME, 'rival-operator')
    const member = { workspace: 'acme', usernames: ['rival-operator'] }
    expect(await perform(removeFromWorkspace, requestOf('acme-admin'), member)).toMatchObject({
      error: { reason: 'member_from_group', params: { names: 'rival-operator' } },
    })
    const lower = { workspace: 'acme', username: 'rival-operator', role: 'regular' }
    expect(await perform(changeWorkspaceRole, requestOf('acme-admin'), lower)).toMatchObject({ ok: true })
    await new Browser().signIn(NAME, 'rival-operator')
    expect((await rolesOf('rival-operator')).workspaces).toMatchObject({ acme: 'regular' })
  })

  test('give a platform role that is not taken by hand only to be back, and that becomes a role by hand', async () => {
    await linked('rival-viewer')
    await mapTo('people', { kind: 'platform', role: 'users_manager' })
    inGroups('rival-viewer', ['people'])
    await new Browser().signIn(NAME, 'rival-viewer')
    const setTo = async (platformRole: string) => {
      const { version } = await db.user.findUniqueOrThrow({ where: { username: 'rival-viewer' } })
      return perform(setPlatformRole, root(), { username: 'rival-viewer', version, platformRole })
    }
    expect(await setTo('platform_regular')).toMatchObject(refusedFor('role_from_group'))
    expect(await setTo('workspaces_manager')).toMatchObject({ ok: true })
    inGroups('rival-viewer', [])
    await new Browser().signIn(NAME, 'rival-viewer')
    expect((await rolesOf('rival-viewer')).platform).toBe('workspaces_manager')
    expect(await setTo('platform_regular')).toMatchObject({ ok: true })
  })

  test('inside of a workspace that a group no longer gives count for nothing, and are kept', async () => {
    await linked('rival-admin')
    await mapTo('leads', { kind: 'workspace', workspace: 'acme', role: 'regular' })
    inGroups('rival-admin', ['leads'])
    await new Browser().signIn(NAME, 'rival-admin')
    await workAs('root', (work) =>
      setDevopsProjectMember(work, world.acme.devops, { username: 'rival-admin', role: 'admin' }),
    )
    const sees = async () => {
      const actor = await actorNamed('rival-admin')
      return actor !== null && canSee(actor, world.acme.devops)
    }
    expect(await sees()).toBe(true)
    inGroups('rival-admin', [])
    await new Browser().signIn(NAME, 'rival-admin')
    expect(await sees()).toBe(false)
    expect((await rolesOf('rival-admin')).devops).toEqual(['admin'])
    inGroups('rival-admin', ['leads'])
    await new Browser().signIn(NAME, 'rival-admin')
    expect(await sees()).toBe(true)
  })

  test('give a role to nobody who knows a password, neither before nor after', async () => {
    await linked('rival-maker')
    const login = { username: 'rival-maker', password: PASSWORD }
    // Who manages people has set the password, and has linked the account to an administrator's identity.
    const [planted, browser] = [new Browser(), new Browser()]
    await planted.signInByPassword('rival-maker')
    const inDevops = { kind: 'devops', workspace: 'acme', devopsProject: 'devops', role: 'viewer' }
    for (const target of [{ kind: 'platform', role: 'platform_admin' }, inDevops]) {
      await mapTo(target.kind, target)
      inGroups('rival-maker', [target.kind])
      expect(await browser.signIn(NAME, 'rival-maker')).toMatchObject({ ok: true })
      const unlinked = await planted.call(unlinkOwnIdentity, { id: crypto.randomUUID() })
      expect(unlinked).toMatchObject({ error: { code: 'UNAUTHENTICATED' } })
      expect(await planted.call(signInAction, login)).toMatchObject(refusedFor('sso_needed'))
    }
    expect(browser.hasSession).toBe(true)
    inGroups('rival-maker', [])
    await browser.signIn(NAME, 'rival-maker')
    await planted.signInByPassword('rival-maker')
  })

  test('never take the last platform administrator', async () => {
    const { id: roleProviderId, issuer } = await db.identityProvider.findUniqueOrThrow({ where: { name: NAME } })
    const identity = { providerId: roleProviderId, issuer, subject: 'root', userId: await idOf('root') }
    await db.externalIdentity.create({ data: identity })
    await db.user.update({ where: { username: 'root' }, data: { roleProviderId } })
    inGroups('root', [])
    expect(await new Browser().signIn(NAME, 'root')).toMatchObject({ ok: true })
    expect((await rolesOf('root')).platform).toBe('platform_admin' satisfies PlatformRole)
    expect(await db.auditEvent.count({ where: { action: 'user.keep-last-admin' } })).toBe(1)
    await db.user.update({ where: { username: 'root' }, data: { roleProviderId: null } })
  })

  test('that cannot be read let nobody in: roles would be taken away by mistake', async () => {
    await linked('acme-viewer')
    provider.people.set('acme-viewer', { groups: { a: 1 } as unknown as string[] })
    expect(await new Browser().signIn(NAME, 'acme-viewer')).toMatchObject(refusedFor('sso_groups_unreadable'))
  })

  test('are mapped once each, to what is there', async () => {
    const target = { kind: 'workspace', workspace: 'acme', role: 'viewer' }
    expect(await mapTo('a', target)).toMatchObject({ ok: true })
    expect(await mapTo('a', target)).toMatchObject({ error: { fields: { group: { code: 'already_there' } } } })
    expect(await mapTo('a', { ...target, workspace: 'nowhere' })).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(await mapTo('a', { kind: 'platform', role: 'platform_regular' })).toMatchObject({
      error: { code: 'VALIDATION' },
    })
    const { id } = await db.groupMapping.findFirstOrThrow()
    expect(await perform(removeGroupMapping, root(), { provider: NAME, id })).toMatchObject({ ok: true })
    expect(await db.groupMapping.count()).toBe(0)
  })
})

describe('a provider', () => {
  test('is tried before it is kept, and its secret never comes back', async () => {
    const list = await getProviders.answer(root(), {})
    expect(list).toMatchObject({
      data: { providers: [{ name: NAME, hasSecret: true, redirectUri: 'http://localhost:3000/login/sso/keycloak' }] },
    })
    expect(JSON.stringify(list)).not.toContain(CLIENT.secret)
    const { clientSecret } = await db.identityProvider.findUniqueOrThrow({ where: { name: NAME } })
    expect(clientSecret).toMatch(/^v1:/)
    expect(await add('second', provider.issuer)).toMatchObject({
      error: { code: 'CONFLICT', fields: { issuer: { code: 'already_there' } } },
    })
    expect(await add('second', 'http://127.0.0.1:9')).toMatchObject(refusedFor('sso_provider_unreachable'))
    expect(await add('second', `${provider.issuer}/other`)).toMatchObject(refusedFor('sso_provider_answer'))
    expect(await perform(testProviderConnection, root(), { issuer: provider.issuer, clientId: 'x' })).toEqual({
      ...{ ok: true, data: { keys: 1, saysPkce: true } },
    })
    const details = await db.auditEvent.findMany({ where: { targetType: 'identity-provider' } })
    expect(JSON.stringify(details)).not.toContain(CLIENT.secret)
    // Every token begins like this.
    expect(JSON.stringify(await db.auditEvent.findMany())).not.toContain('eyJ')
  })

  test('keeps its secret when it is edited without one, under one version', async () => {
    const version = await versionOf(NAME)
    const edit = { name: NAME, displayName: 'Acme', clientId: CLIENT.id, scopes: 'openid groups profile email' }
    const results = await Promise.all([1, 2].map(() => perform(editProvider, root(), { ...edit, version })))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    await linked('acme-viewer')
    expect(await new Browser().signIn(NAME, 'acme-viewer')).toMatchObject({ ok: true })
  })

  test('goes with all that it gave', async () => {
    await linked('rival-maker')
    await mapTo('leads', { kind: 'workspace', workspace: 'acme', role: 'viewer' })
    await workAs('root', (work) =>
      setWorkspaceMember(work, world.rival.workspace, { username: 'rival-maker', role: 'viewer' }),
    )
    provider.people.set('rival-maker', { groups: ['leads'] })
    await new Browser().signIn(NAME, 'rival-maker')
    const version = await versionOf(NAME)
    const input = { name: NAME, version, confirmation: NAME }
    expect(await perform(removeProvider, root(), { ...input, confirmation: 'x' })).toMatchObject(
      refusedFor('confirmation_mismatch'),
    )
    expect(await perform(removeProvider, root(), input)).toMatchObject({ ok: true })
    expect(await db.externalIdentity.count()).toBe(0)
    expect(await db.workspaceMember.findMany({ where: { user: { username: 'rival-maker' } } })).toMatchObject([
      { workspaceId: world.rival.workspace.workspaceId, role: 'viewer' },
    ])
    expect(await db.session.count({ where: { user: { username: 'rival-maker' } } })).toBe(0)
  })
})
