import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { encryptSecret } from '#lib/crypto/secrets.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { createDeployment } from '#lib/features/deployments/actions.ts'
import { writeSetting } from '#lib/features/system/settings.ts'
import type { StoredCredential as CredentialRow } from '#lib/git/credential.ts'
import { startSshServer, type SshServer } from '#lib/git/testing/ssh-server.ts'
import { createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { createRepository } from '#scripts/git-server/history.ts'
import { startGitServer, type GitServer } from '#scripts/git-server/server.ts'
import { deleteRepository, editRepository, importRepository, testConnection } from './actions.ts'
import { getRepository, listFolder, listRefs, listRepositories } from './queries.ts'

let world: World
let server: GitServer
let root: string
const names = { workspace: 'acme', devopsProject: 'devops' }
const operator = () => requestOf('acme-operator')
const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}
const add = (name: string, url = server.url('web')) => perform(importRepository, operator(), { ...names, name, url })
const allow = (...hosts: string[]) => withTransaction((tx) => writeSetting(tx, 'git.allowedPrivateHosts', hosts))

beforeAll(async () => {
  world = await createWorld()
  root = mkdtempSync(path.join(tmpdir(), 'repositories-'))
  process.env['IEUM_DATA_DIR'] = path.join(root, 'data')
  await createRepository(path.join(root, 'web.git'), [
    { branch: 'main', message: 'first', tag: 'v1.0.0', files: { 'deploy/kustomization.yaml': 'resources: []\n' } },
    { branch: 'next', from: 'main', message: 'second', files: { 'other/a.yaml': 'a: 1\n', 'README.md': 'x\n' } },
  ])
  server = await startGitServer({ root })
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
  await allow(`127.0.0.1:${server.port}`)
})

describe('importing', () => {
  test('a repository that answers is recorded as connected', async () => {
    expect(await add('web')).toEqual({ ok: true, data: { name: 'web' } })
    expect(data(await getRepository.answer(operator(), { ...names, name: 'web' }))).toMatchObject({
      ...{ url: server.url('web'), provider: 'git', deploymentCount: 0, version: 1 },
      check: { state: 'connected', reason: null },
    })
  })

  test('a name that exists is refused at its field', async () => {
    await add('web')
    expect(await add('web')).toMatchObject({
      error: { code: 'CONFLICT', reason: 'name_taken', fields: { name: { code: 'name_taken' } } },
    })
  })

  test('a private host that nobody allowed is refused by rule, with the reason', async () => {
    await allow()
    expect(await add('web')).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'git_host_not_allowed', fields: { url: {} } },
    })
    expect(await db.codeRepository.count()).toBe(0)
  })

  test('what is not a repository is refused with the reason, at the URL', async () => {
    expect(await add('web', server.url('nothing'))).toMatchObject({
      error: { code: 'UPSTREAM', reason: 'git_repository_not_found', fields: { url: { code: 'invalid' } } },
    })
  })

  test('a port that nobody listens on is refused with the reason', async () => {
    const port = await freePort()
    await allow(`127.0.0.1:${port}`)
    expect(await add('web', `http://127.0.0.1:${port}/web.git`)).toMatchObject({
      error: { code: 'UPSTREAM', reason: 'git_connection_refused' },
    })
  })

  test.each([
    ['whitespace', 'https://github.com/Super Kubernetes/x', 'url_whitespace'],
    ['G10: a password', 'https://user:secret@example.com/x', 'url_credentials'],
    ['G10: a password for ssh', 'ssh://git:secret@example.com/x', 'url_credentials'],
    ['a look-alike host', 'https://g\u0456thub.com/x', 'url_format'],
    ['another scheme', 'file:///etc/passwd', 'url_scheme'],
    ['an option', '--upload-pack=/bin/sh', 'url_format'],
  ])('an address with %s is refused before anything is contacted', async (_, url, code) => {
    expect(await add('web', url)).toMatchObject({ error: { code: 'VALIDATION', fields: { url: { code } } } })
  })
})

describe('a private repository', () => {
  let ssh: SshServer
  beforeEach(async () => {
    ssh = await startSshServer(root)
    await allow(`127.0.0.1:${server.port}`, ssh.host)
  })
  afterEach(() => ssh.close())

  /** A credential of the DevOps project, as it is stored. */
  async function keep(row: Pick<CredentialRow, 'type' | 'boundTo'> & Partial<CredentialRow>, secret: string) {
    const { devopsProjectId } = world.acme.devops
    const { id } = await db.credential.create({
      data: { devopsProjectId, name: 'robot', secret: '', ...row },
    })
    const sealed = encryptSecret(secret, { table: 'Credential', id, column: 'secret' })
    await db.credential.update({ where: { id }, data: { secret: sealed } })
  }
  const importAs = (url: string, more: object = {}) =>
    perform(importRepository, operator(), { ...names, name: 'web', url, credential: 'robot', ...more })

  test('is imported, looked into and deployed by ssh with the key of a credential', async () => {
    const { username, privateKey, passphrase, knownHosts } = await ssh.credential({ passphrase: 'two words' })
    const secret = JSON.stringify({ privateKey, passphrase })
    await keep({ type: 'ssh_key', username, knownHosts, boundTo: `ssh://${ssh.host}` }, secret)
    const url = `ssh://${ssh.host}${root}/web.git`
    expect(await perform(testConnection, operator(), { ...names, url, credential: 'robot' })).toMatchObject({
      data: { ok: true },
    })
    expect(await importAs(url)).toEqual({ ok: true, data: { name: 'web' } })
    expect(data(await listRefs.answer(operator(), { ...names, name: 'web' })).defaultBranch).toBe('main')
    const deploy = (path: string) =>
      perform(createDeployment, operator(), {
        ...{ ...names, name: 'web', repository: 'web', cluster: 'east', namespace: 'acme-shop' },
        spec: { source: { revision: 'main', path }, syncPolicy: {} },
      })
    expect(await deploy('gone')).toMatchObject({ error: { code: 'VALIDATION', reason: 'path_not_found' } })
    expect(await deploy('deploy')).toMatchObject({ ok: true })
  })

  test('by ssh is refused without a key, and without a known host', async () => {
    const url = `ssh://${ssh.host}${root}/web.git`
    expect(await importAs(url, { credential: null, withoutConnection: true })).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'git_credential_kind', fields: { url: {} } },
    })
    const { privateKey } = await ssh.credential()
    await keep({ type: 'ssh_key', boundTo: `ssh://${ssh.host}` }, JSON.stringify({ privateKey }))
    expect(await importAs(url)).toMatchObject({ error: { code: 'UPSTREAM', reason: 'git_host_key_unknown' } })
    expect(ssh.log()).not.toContain('Connection from')
  })

  test('G14: gets no secret that was given for another host, port or scheme', async () => {
    let requests = 0
    const other = await startGitServer({
      root,
      intercept: () => {
        requests++
        return false
      },
    })
    await allow(`127.0.0.1:${server.port}`, `127.0.0.1:${other.port}`)
    await keep({ type: 'access_token', boundTo: `http://127.0.0.1:${server.port}` }, 'CANARY')
    expect(await importAs(other.url('web'))).toMatchObject({
      error: { code: 'FORBIDDEN', reason: 'git_credential_host' },
    })
    expect(await importAs(server.url('web'))).toMatchObject({ ok: true })
    await db.codeRepository.updateMany({ data: { url: other.url('web') } })
    expect(await listRefs.answer(operator(), { ...names, name: 'web' })).toMatchObject({
      error: { code: 'FORBIDDEN', reason: 'git_credential_host' },
    })
    expect(requests).toBe(0)
    await other.close()
  })

  test('is not imported with a credential that the DevOps project does not have', async () => {
    expect(await importAs(server.url('web'))).toMatchObject({
      error: { code: 'NOT_FOUND', fields: { credential: { code: 'not_found' } } },
    })
  })
})

describe('the connection test', () => {
  const tryIt = (url: string) => perform(testConnection, operator(), { ...names, url })

  test('answers with branches and tags', async () => {
    const outcome = data(await tryIt(server.url('web')))
    expect(outcome.ok).toBe(true)
    expect(outcome.refs?.branches.map(({ name }) => name)).toEqual(['main', 'next'])
    expect(outcome.refs?.tags.map(({ name }) => name)).toEqual(['v1.0.0'])
  })

  test('says at which step it failed', async () => {
    const outcome = data(await tryIt(server.url('nothing')))
    expect(outcome).toMatchObject({ ok: false, reason: 'git_repository_not_found' })
    expect(outcome.steps.at(-1)).toMatchObject({ step: 'repository', ok: false })
  })

  test('is not for who may only look', async () => {
    const result = await perform(testConnection, requestOf('acme-viewer'), { ...names, url: server.url('web') })
    expect(result).toMatchObject({ error: { code: 'FORBIDDEN' } })
  })
})

describe('looking into a repository', () => {
  beforeEach(() => add('web'))

  test('shows branches and tags', async () => {
    expect(data(await listRefs.answer(operator(), { ...names, name: 'web' })).defaultBranch).toBe('main')
  })

  test('shows folders with what they are', async () => {
    const { entries } = data(await listFolder.answer(operator(), { ...names, name: 'web', revision: 'main' }))
    expect(entries).toMatchObject([{ name: 'deploy', type: 'folder', kind: 'kustomize' }])
  })

  test.each([
    [{ revision: 'no-such-branch' }, 'revision_not_found'],
    [{ revision: 'main', path: 'no/such/folder' }, 'path_not_found'],
  ])('%j is answered with %s', async (more, reason) => {
    expect(await listFolder.answer(operator(), { ...names, name: 'web', ...more })).toMatchObject({
      ok: true,
      data: { entries: [], missing: { reason } },
    })
  })
})

describe('a deployment of it', () => {
  const deploy = (source: object) =>
    perform(createDeployment, operator(), {
      ...{ ...names, name: 'web', repository: 'web', cluster: 'east', namespace: 'acme-shop' },
      spec: { source, syncPolicy: {} },
    })
  beforeEach(() => add('web'))

  test.each([
    [{ revision: 'gone', path: 'deploy' }, 'spec.source.revision', 'revision_not_found'],
    [{ revision: 'main', path: 'gone' }, 'spec.source.path', 'path_not_found'],
  ])('from %j is refused at the field', async (source, field, reason) => {
    expect(await deploy(source)).toMatchObject({
      error: { code: 'VALIDATION', reason, fields: { [field]: { code: 'not_found' } } },
    })
    expect(await db.continuousDeployment.count()).toBe(0)
  })

  test('keeps it from being deleted', async () => {
    expect(await deploy({ revision: 'main', path: 'deploy' })).toMatchObject({ ok: true })
    const remove = () => perform(deleteRepository, operator(), { ...names, name: 'web', confirmation: 'web' })
    expect(await remove()).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'repository_in_use', params: { count: 1 } },
    })
    await db.continuousDeployment.deleteMany()
    expect(await remove()).toEqual({ ok: true, data: null })
    expect(await db.codeRepository.count()).toBe(0)
  })
})

describe('the list', () => {
  beforeEach(async () => {
    const { devopsProjectId } = world.acme.devops
    const rows = ['alpha', 'beta', 'gamma'].map((name) => ({
      ...{ devopsProjectId, name, url: `https://git.example.com/${name}.git` },
      ...(name === 'beta' && { alias: '결제' }),
    }))
    await db.codeRepository.createMany({ data: rows })
  })
  const list = async (more: object = {}) => data(await listRepositories.answer(operator(), { ...names, ...more }))

  test('is searched by name, alias and address', async () => {
    expect((await list({ search: 'GAMM' })).items.map(({ name }) => name)).toEqual(['gamma'])
    expect((await list({ search: '결제' })).items.map(({ name }) => name)).toEqual(['beta'])
    expect((await list({ search: 'example.com' })).total).toBe(3)
  })

  test('comes in pages, sorted', async () => {
    const page = await list({ sort: 'name', direction: 'asc', pageSize: '2', page: '2' })
    expect(page).toMatchObject({ total: 3, page: 2, pageSize: 2, items: [{ name: 'gamma' }] })
  })

  test('offers the sample of the demonstration where there is one', async () => {
    expect((await list()).sampleRepositoryUrl).toBeNull()
    await withTransaction((tx) => writeSetting(tx, 'demo.sampleRepositoryUrl', 'http://127.0.0.1/sample.git'))
    expect((await list()).sampleRepositoryUrl).toBe('http://127.0.0.1/sample.git')
  })
})

test('of two people who edit, one wins', async () => {
  await add('web')
  const edit = (alias: string) =>
    perform(editRepository, operator(), { ...names, name: 'web', alias, description: '', version: 1 })
  const results = await Promise.all([edit('a'), edit('b')])
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
})

/** A port that was free a moment ago. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
