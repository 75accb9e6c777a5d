import { afterAll, beforeAll, expect, it } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { db } from '#lib/db/client.ts'
import { readSetting } from '#lib/features/system/public.ts'
import { createGitDoor } from '#lib/git/door.ts'
import { addRepository, createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { addGitHost, removeGitHost } from './actions.ts'
import { listGitHosts } from './queries.ts'

let world: World
const root = () => requestOf('root')

beforeAll(async () => {
  world = await createWorld()
  await addRepository(world.acme.devops, 'web', 'https://git.internal:8443/web.git')
  await addRepository(world.rival.devops, 'other', 'ssh://git@git.internal/other.git')
})
afterAll(() => world.destroy())

async function list() {
  const result = await listGitHosts.answer(root(), {})
  if (!result.ok) throw new Error(result.error.code)
  return result.data
}
const add = async (host: string, version?: number) =>
  perform(addGitHost, root(), { host, version: version ?? (await list()).version })

it('is empty before anything was allowed', async () => expect(await list()).toEqual({ version: 0, hosts: [] }))

it('keeps one spelling of a host, tells who uses it, and writes both lists into the audit log', async () => {
  expect(await add(' Git.Internal:8443 ')).toMatchObject({ ok: true, data: { version: 1 } })
  expect((await list()).hosts).toEqual([
    {
      ...{ host: 'git.internal:8443', risk: null, isDemo: false, repositoryCount: 1 },
      repositories: [{ workspace: 'acme', devopsProject: 'devops', name: 'web' }],
    },
  ])
  expect(await db.auditEvent.findFirstOrThrow({ where: { action: 'git-host.allow' } })).toMatchObject({
    ...{ actorName: 'root', targetName: 'git.internal:8443', workspaceId: null },
    details: { before: [], after: ['git.internal:8443'] },
  })
})

it.each([
  ['a URL', 'https://git.internal/x', 'host_format'],
  ['a user', 'root@git.internal', 'host_format'],
  ['a range', '10.0.0.0/8', 'host_format'],
  ['a port that is none', 'git.internal:99999', 'host_format'],
  ['another spelling of one that is there', 'GIT.internal:8443', 'duplicate'],
  ['nothing', '  ', 'required'],
])('refuses %s', async (_, host, code) => {
  expect(await add(host)).toMatchObject({ error: { code: 'VALIDATION', fields: { host: { code } } } })
})

it.each([
  ['127.0.0.1:3000', 'local'],
  ['169.254.169.254', 'linkLocal'],
  ['10.1.2.3', null],
])('warns of special addresses: %s', async (host, risk) => {
  expect(await add(host)).toMatchObject({ ok: true })
  expect((await list()).hosts.find((one) => one.host.startsWith(host))).toMatchObject({ risk })
})

it('lets one of two win who began from the same version', async () => {
  const { version } = await list()
  const results = await Promise.all([add('one.internal', version), add('two.internal', version)])
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'CONFLICT', reason: 'version_changed' } })
})

it('bites at the next check', async () => {
  const door = createGitDoor({
    cacheDir: process.env['IEUM_DATA_DIR'] ?? '/tmp',
    allowedPrivateHosts: () => readSetting(db, 'git.allowedPrivateHosts'),
  })
  const check = () => door.test({ url: 'http://127.0.0.1:9/x.git', credential: null, tenant: 'acme' })
  expect(await check()).toMatchObject({ ok: false, reason: 'git_host_not_allowed' })
  await add('127.0.0.1:9')
  expect(await check()).toMatchObject({ ok: false, reason: 'git_connection_refused' })
  const { version } = await list()
  expect(await perform(removeGitHost, root(), { host: '127.0.0.1:9', version })).toMatchObject({ ok: true })
  expect(await check()).toMatchObject({ ok: false, reason: 'git_host_not_allowed' })
  await door.close()
})

it('forgets only what is there, and is for platform administrators', async () => {
  const { version } = await list()
  expect(await perform(removeGitHost, root(), { host: 'no.such', version })).toMatchObject({
    error: { code: 'NOT_FOUND' },
  })
  expect(await listGitHosts.answer(requestOf('acme-admin'), {})).toMatchObject({ error: { code: 'FORBIDDEN' } })
  expect(await perform(addGitHost, requestOf('acme-admin'), { host: 'x.internal', version })).toMatchObject({
    error: { code: 'FORBIDDEN' },
  })
})
