import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { editRepository, importRepository } from '#lib/features/repositories/actions.ts'
import { getRepository, listRefs } from '#lib/features/repositories/queries.ts'
import { writeSetting } from '#lib/features/system/settings.ts'
import { startGitServer, type GitHttpServer } from '#lib/git/testing/git-http.ts'
import { TestRepository } from '#lib/git/testing/repository.ts'
import { startSshServer, type SshServer } from '#lib/git/testing/ssh-server.ts'
import { createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { createCredential, deleteCredential, editCredential, scanHostKeys } from './actions.ts'
import { getCredential, listCredentials } from './queries.ts'

let world: World
let root: string
let server: GitHttpServer
const names = { workspace: 'acme', devopsProject: 'devops' }
const operator = () => requestOf('acme-operator')
const basic = (user: string, secret: string) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}

beforeAll(async () => {
  world = await createWorld()
  root = mkdtempSync(path.join(tmpdir(), 'credentials-'))
  process.env['IEUM_DATA_DIR'] = path.join(root, 'data')
  new TestRepository(root, 'shop.git').commit({ 'a.yaml': 'a: 1\n' })
  server = await startGitServer(root, { kind: 'auth', username: 'robot', password: 'CANARY-one' })
})
afterAll(async () => {
  await server.close()
  await world.destroy()
  rmSync(root, { recursive: true, force: true })
})
beforeEach(async () => {
  await db.continuousDeployment.deleteMany()
  await db.codeRepository.deleteMany()
  await db.credential.deleteMany()
  await db.auditEvent.deleteMany()
  await withTransaction((tx) => writeSetting(tx, 'git.allowedPrivateHosts', [server.host]))
})

const login = () => ({
  ...names,
  name: 'robot',
  description: '결제 저장소',
  type: 'username_password' as const,
  boundTo: `http://${server.host}`,
  username: 'robot',
  secret: 'CANARY-one',
})
const create = (change: object = {}) => perform(createCredential, operator(), { ...login(), ...change })
const edit = (change: object = {}, who = operator()) =>
  perform(editCredential, who, { ...login(), secret: '', version: 1, ...change })
const remove = () => perform(deleteCredential, operator(), { ...names, name: 'robot', confirmation: 'robot' })
const importIt = () =>
  perform(importRepository, operator(), { ...names, name: 'shop', url: server.url('shop.git'), credential: 'robot' })
const read = async () => data(await getCredential.answer(operator(), { ...names, name: 'robot' }))

describe('a credential', () => {
  test('is kept, and its secret comes back in no answer, list, audit row or error', async () => {
    const answers: unknown[] = [await create(), await create(), await importIt(), await read()]
    answers.push(await listCredentials.answer(operator(), names), await edit({ secret: 'CANARY-two' }), await remove())
    answers.push(await edit({ secret: 'CANARY-\u0000' }), await db.auditEvent.findMany())
    expect(answers[0]).toEqual({ ok: true, data: { name: 'robot' } })
    expect(answers[1]).toMatchObject({ error: { code: 'CONFLICT', fields: { name: { code: 'name_taken' } } } })
    expect(JSON.stringify(answers)).not.toMatch(/CANARY|v1:/)
    const { secret } = await db.credential.findFirstOrThrow({ select: { secret: true } })
    expect(secret).toMatch(/^v1:/)
    expect(secret).not.toContain('CANARY')
  })

  test.each([
    ['an empty secret', { secret: '' }, { secret: { code: 'required' } }],
    ['blanks for a secret', { secret: '   ' }, { secret: { code: 'required' } }],
    ['a secret of two lines', { secret: 'CANARY\nx' }, { secret: { code: 'secret_control' } }],
    ['no user name', { username: ' ' }, { username: { code: 'required' } }],
    ['a name that is none', { name: 'Robot_1' }, { name: { code: 'name_format' } }],
    ['a name that is too long', { name: 'a'.repeat(64) }, { name: { code: 'too_long' } }],
    ['no host', { boundTo: '' }, { boundTo: { code: 'required' } }],
    ['an ssh host', { boundTo: 'ssh://git.example.com' }, { boundTo: { code: 'url_scheme' } }],
    ['a host that is none', { boundTo: 'git example' }, { boundTo: { code: 'url_format' } }],
    ['a field of nobody', { role: 'admin' }, { role: { code: 'unknown_field' } }],
  ])('with %s is refused', async (_, change, fields) => {
    expect(await create(change)).toMatchObject({ error: { code: 'VALIDATION', fields } })
    expect(await db.credential.count()).toBe(0)
  })

  test('is bound to scheme, host and port of whatever address was given', async () => {
    await create({ type: 'access_token', boundTo: 'https://GIT.example.com:443/team/shop.git', username: '' })
    expect(await read()).toMatchObject({ boundTo: 'https://git.example.com', type: 'access_token' })
  })

  test('is not for who may only look, and not there for another tenant', async () => {
    await create()
    const viewer = requestOf('acme-viewer')
    expect(await perform(createCredential, viewer, login())).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await edit({}, viewer)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await getCredential.answer(viewer, { ...names, name: 'robot' })).toMatchObject({ ok: true })
    const rival = requestOf('rival-operator')
    expect(await getCredential.answer(rival, { ...names, name: 'robot' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    })
  })
})

describe('editing', () => {
  beforeEach(async () => {
    await create()
    data(await importIt())
  })

  test('keeps the secret where none is given', async () => {
    expect(await edit({ description: 'x' })).toMatchObject({ ok: true, data: { version: 2, rechecked: null } })
    expect(await listRefs.answer(operator(), { ...names, name: 'shop' })).toMatchObject({ ok: true })
    expect((await read()).events.map(({ action, changed }) => [action, changed])).toEqual([
      ['credential.edit', ['description']],
      ['credential.create', []],
    ])
  })

  test('G14: another host needs the secret anew', async () => {
    expect(await edit({ boundTo: 'https://evil.example.com' })).toMatchObject({
      error: { code: 'VALIDATION', reason: 'credential_secret_again', fields: { secret: { code: 'secret_again' } } },
    })
    expect((await read()).boundTo).toBe(`http://${server.host}`)
  })

  test('of another type is refused', async () => {
    expect(await edit({ type: 'access_token' })).toMatchObject({
      error: { code: 'VALIDATION', fields: { type: { code: 'invalid' } } },
    })
  })

  test('of many people, one wins for each version', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, at) => edit({ description: `d${at}` })))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('a rotated secret is what the next request sends, and says at once who it lets in', async () => {
    server.setMode({ kind: 'auth', username: 'robot', password: 'CANARY-two' })
    const wrong = data(await edit({ secret: 'CANARY-three' }))
    expect(wrong.rechecked).toEqual({ connected: 0, failed: 1, waiting: 0 })
    expect(await getRepository.answer(operator(), { ...names, name: 'shop' })).toMatchObject({
      data: { check: { state: 'failed', reason: 'git_auth_failed' } },
    })
    server.requests.length = 0
    const right = data(await edit({ secret: 'CANARY-two', version: 2 }))
    expect(right.rechecked).toEqual({ connected: 1, failed: 0, waiting: 0 })
    const sent = server.requests.flatMap(({ authorization }) => authorization ?? [])
    expect(new Set(sent)).toEqual(new Set([basic('robot', 'CANARY-two')]))
    server.setMode({ kind: 'auth', username: 'robot', password: 'CANARY-one' })
  })

  test('D6: a secret that cannot be opened keeps none of the others from being used', async () => {
    await create({ name: 'other' })
    await db.$executeRaw`UPDATE "Credential" SET "secret" = left("secret", -4) WHERE "name" = 'robot'`
    const byOther = { ...names, name: 'twin', url: server.url('shop.git'), credential: 'other' }
    expect(await perform(importRepository, operator(), byOther)).toMatchObject({ ok: true })
    expect(data(await listCredentials.answer(operator(), names)).total).toBe(2)
    expect(await edit({ secret: 'CANARY-one' })).toMatchObject({ ok: true, data: { rechecked: { connected: 1 } } })
  })

  test('D5: a secret that was copied into another row is not sent', async () => {
    await create({ name: 'other' })
    await db.$executeRaw`UPDATE "Credential" SET "secret" = (SELECT "secret" FROM "Credential" WHERE "name" = 'other')
      WHERE "name" = 'robot'`
    server.requests.length = 0
    expect((await listRefs.answer(operator(), { ...names, name: 'shop' })).ok).toBe(false)
    expect(server.requests).toHaveLength(0)
  })
})

describe('the credential of a repository', () => {
  const change = (credential: string | null, more: object = {}) =>
    perform(editRepository, operator(), {
      ...names,
      name: 'shop',
      alias: '',
      description: '',
      credential,
      version: 1,
      ...more,
    })

  test('is changed only for one that signs in, unless the person accepts that', async () => {
    await create()
    await create({ name: 'stale', secret: 'CANARY-old' })
    await importIt()
    expect(await change('stale')).toMatchObject({ error: { code: 'UPSTREAM', reason: 'git_auth_failed' } })
    expect(await change('gone')).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(data(await getRepository.answer(operator(), { ...names, name: 'shop' })).credential).toBe('robot')
    expect(await change('stale', { withoutConnection: true })).toMatchObject({ ok: true })
    expect(data(await getRepository.answer(operator(), { ...names, name: 'shop' }))).toMatchObject({
      credential: 'stale',
      check: { state: 'failed', reason: 'git_auth_failed' },
    })
    expect(await change('robot', { version: 2 })).toMatchObject({ ok: true })
    expect(data(await getRepository.answer(operator(), { ...names, name: 'shop' }))).toMatchObject({
      credential: 'robot',
      check: { state: 'connected', reason: null },
    })
  })

  test('G14: cannot be one of another host', async () => {
    await create()
    await create({ name: 'elsewhere', boundTo: 'https://git.example.com' })
    await importIt()
    server.requests.length = 0
    expect(await change('elsewhere')).toMatchObject({ error: { code: 'FORBIDDEN', reason: 'git_credential_host' } })
    expect(server.requests).toHaveLength(0)
  })
})

describe('deleting', () => {
  test('is refused while a repository uses it, by name, and possible afterwards', async () => {
    await create()
    await importIt()
    expect(await remove()).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'credential_in_use', params: { count: 1 } },
    })
    expect((await read()).users).toMatchObject([{ name: 'shop', check: { state: 'connected' } }])
    await db.codeRepository.deleteMany()
    expect(await remove()).toEqual({ ok: true, data: null })
    expect(await db.auditEvent.count({ where: { action: 'credential.delete' } })).toBe(1)
  })
})

describe('an SSH key', () => {
  let ssh: SshServer
  beforeEach(async () => {
    ssh = await startSshServer(root)
    await withTransaction((tx) => writeSetting(tx, 'git.allowedPrivateHosts', [server.host, ssh.host]))
  })
  afterEach(() => ssh.close())

  const createKey = async (change: object = {}) => {
    const { privateKey, username } = await ssh.credential({ passphrase: 'CANARY words' })
    const boundTo = `ssh://${ssh.host}`
    const form = { ...names, name: 'robot', type: 'ssh_key' as const, boundTo, username, description: '' }
    const secrets = { secret: privateKey, passphrase: 'CANARY words', knownHosts: ssh.knownHosts() }
    return perform(createCredential, operator(), { ...form, ...secrets, ...change })
  }
  const keygen = (...args: string[]): string => {
    const file = path.join(mkdtempSync(path.join(root, 'key-')), 'id')
    execFileSync('ssh-keygen', ['-q', '-N', 'CANARY-pass', '-f', file, ...args])
    return file
  }

  test('is opened before it is kept, and then signs in', async () => {
    expect(await createKey()).toMatchObject({ ok: true })
    const url = `ssh://${ssh.host}${root}/shop.git`
    const imported = await perform(importRepository, operator(), { ...names, name: 'shop', url, credential: 'robot' })
    expect(imported).toMatchObject({ ok: true })
    const shown = await read()
    expect(shown.hostKeys).toMatchObject([{ algorithm: 'ssh-ed25519' }])
    expect(JSON.stringify(shown)).not.toMatch(/CANARY|PRIVATE/)
  })

  test.each([
    ['a wrong passphrase', () => ({ passphrase: 'CANARY-wrong' }), { passphrase: { code: 'ssh_key_passphrase' } }],
    ['a missing passphrase', () => ({ passphrase: '' }), { passphrase: { code: 'ssh_key_locked' } }],
    [
      'a PEM key with a wrong passphrase',
      () => ({ secret: readFileSync(keygen('-t', 'rsa', '-b', '2048', '-m', 'PEM'), 'utf8'), passphrase: 'wrong' }),
      { passphrase: { code: 'ssh_key_passphrase' } },
    ],
    [
      'a public key',
      () => ({ secret: readFileSync(`${keygen('-t', 'ed25519')}.pub`, 'utf8') }),
      { secret: { code: 'ssh_key_public' } },
    ],
    ['a PuTTY key', () => ({ secret: 'PuTTY-User-Key-File-3: ssh-ed25519' }), { secret: { code: 'ssh_key_format' } }],
    [
      'half a key',
      () => ({ secret: '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY-----' }),
      { secret: { code: 'ssh_key_format' } },
    ],
    ['no host key', () => ({ knownHosts: ' ' }), { knownHosts: { code: 'required' } }],
    [
      'a host key that is none',
      () => ({ knownHosts: 'host ssh-rsa x' }),
      { knownHosts: { code: 'known_hosts_format' } },
    ],
    [
      'the key of another host',
      () => ({ knownHosts: ssh.knownHosts('other.example.com') }),
      { knownHosts: { code: 'known_hosts_other' } },
    ],
    ['a web address', () => ({ boundTo: 'https://github.com' }), { boundTo: { code: 'url_scheme' } }],
  ])('with %s is refused at the field', async (_, change, fields) => {
    const result = await createKey(change())
    expect(result).toMatchObject({ error: { code: 'VALIDATION', fields } })
    expect(JSON.stringify(result)).not.toContain('CANARY')
    expect(await db.credential.count()).toBe(0)
  })

  test('has its host asked for its keys only where the address may be contacted', async () => {
    const ask = () => perform(scanHostKeys, operator(), { ...names, boundTo: `ssh://${ssh.host}` })
    const keys = data(await ask())
    expect(keys.map(({ line }) => `${line}\n`)).toEqual([ssh.knownHosts()])
    expect(keys[0]?.fingerprint).toMatch(/^SHA256:/)
    await withTransaction((tx) => writeSetting(tx, 'git.allowedPrivateHosts', []))
    expect(await ask()).toMatchObject({ error: { reason: 'git_host_not_allowed' } })
  })
})
