import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { db } from '#lib/db/client.ts'
import type { ResourceId } from '#lib/engine/model/resource.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { registerClusterFromKubeconfig } from '#lib/features/clusters/register.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { addDeployment, addRepository, createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { adoptNamespace, createProject, deleteProject, editProject, setProjectQuota } from './actions.ts'
import { getProject, getProjectQuota, listFreeNamespaces, listProjectUsers } from './queries.ts'
import { limitsId, quotaId } from './quota.ts'

let world: World
let kube: KubeApi
const made = new Set<string>()

const idOf = (name: string): ResourceId => ({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })
const place = (project: string) => ({ workspace: 'acme', cluster: 'east', project })
const NONE = { cpu: null, memory: null, pods: null }

async function create(name: string, more: object = {}, by = 'acme-maker') {
  made.add(name)
  return perform(createProject, requestOf(by), {
    ...{ workspace: 'acme', name, cluster: 'east', alias: '', description: '' },
    ...more,
  })
}
/** A namespace as somebody else makes it. */
async function foreign(name: string, labels: Record<string, string> = {}) {
  made.add(name)
  await kube.apply(idOf(name), JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }))
}
const adopt = (name: string, by: string) =>
  perform(adoptNamespace, requestOf(by), {
    ...{ workspace: 'acme', name, cluster: 'east', alias: '', description: '' },
  })
const remove = (name: string, namespace: 'delete' | 'release', by = 'acme-maker', confirmation = name) =>
  perform(deleteProject, requestOf(by), { ...place(name), confirmation, namespace })
const rows = (name: string) => db.project.count({ where: { name } })
const labelsOf = async (name: string) => (await kube.get(idOf(name)))?.metadata.labels ?? null

/** True for a namespace that is gone or on its way. */
async function isEnding(name: string): Promise<boolean> {
  const live = await kube.get(idOf(name))
  return live === null || live.metadata['deletionTimestamp'] !== undefined
}

beforeAll(async () => {
  world = await createWorld()
  const kubeconfigText = readFileSync(process.env['IEUM_TEST_KUBECONFIG'] ?? '', 'utf8')
  await registerClusterFromKubeconfig({ name: 'east', kubeconfigText })
  kube = await kubeForCluster(world.acme.project.clusterId)
})
afterAll(async () => {
  for (const name of made) await kube.delete(idOf(name), { propagation: 'background' })
  await kube.close()
  await world.destroy()
})

describe('a new project', () => {
  test('is a namespace that names the workspace, with its quota, and the person is its admin', async () => {
    const quota = { cpu: '2', memory: '4Gi', pods: 10 }
    expect(await create('tenancy-new', { quota })).toEqual({ ok: true, data: { cluster: 'east', name: 'tenancy-new' } })
    expect(await labelsOf('tenancy-new')).toMatchObject({
      'ieum.dev/workspace': 'acme',
      'ieum.dev/project': 'tenancy-new',
    })
    const hard = { 'limits.cpu': '2', 'limits.memory': '4Gi', pods: '10' }
    expect(await kube.get(quotaId('tenancy-new'))).toMatchObject({ spec: { hard } })
    expect(await kube.get(limitsId('tenancy-new'))).toMatchObject({ spec: { limits: [{ type: 'Container' }] } })
    expect(await getProject.answer(requestOf('acme-maker'), place('tenancy-new'))).toMatchObject({
      data: { role: 'admin' },
    })
    const audit = await db.auditEvent.findFirstOrThrow({
      where: { action: 'project.create', targetName: 'tenancy-new' },
    })
    expect(audit).toMatchObject({ actorName: 'acme-maker' })
  })

  test('is not for who may only look', async () => {
    expect(await create('tenancy-viewer', {}, 'acme-viewer')).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await create('tenancy-rival', {}, 'rival-admin')).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  test('does not take a namespace that exists, not even one of the own workspace', async () => {
    await foreign('tenancy-mine', { 'ieum.dev/workspace': 'acme' })
    for (const name of ['tenancy-mine', 'rival-shop', 'acme-shop'])
      expect(await create(name)).toMatchObject({ error: { code: 'CONFLICT', reason: 'namespace_exists' } })
    // These are the other tests' too.
    for (const name of ['rival-shop', 'acme-shop']) made.delete(name)
    expect(await rows('tenancy-mine')).toBe(0)
  })

  test.each(['kube-public', 'default', 'ieum-system', 'con', 'admin', '1st'])(
    'W28: cannot be called %s',
    async (name) => {
      expect(await create(name)).toMatchObject({ error: { code: 'VALIDATION', fields: { name: {} } } })
      made.delete(name)
    },
  )

  test('is not kept when the cluster refuses what belongs to it', async () => {
    const quota = { ...NONE, cpu: '1' }
    const results = await Promise.all([create('tenancy-race', { quota }), create('tenancy-race', { quota })])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await rows('tenancy-race')).toBe(1)
    expect(await labelsOf('tenancy-race')).toMatchObject({ 'ieum.dev/workspace': 'acme' })
  })
})

describe('adopting a namespace', () => {
  test('that belongs to nobody needs a right over the platform', async () => {
    await foreign('tenancy-unowned')
    expect(await adopt('tenancy-unowned', 'acme-admin')).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'namespace_needs_platform', fields: { name: {} } },
    })
    expect(await labelsOf('tenancy-unowned')).not.toHaveProperty('ieum.dev/workspace')
    expect(await adopt('tenancy-unowned', 'root')).toMatchObject({ ok: true })
    expect(await labelsOf('tenancy-unowned')).toMatchObject({ 'ieum.dev/workspace': 'acme' })
  })

  test('that names the workspace is for its admins', async () => {
    await foreign('tenancy-own', { 'ieum.dev/workspace': 'acme' })
    expect(await adopt('tenancy-own', 'acme-maker')).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await adopt('tenancy-own', 'acme-admin')).toMatchObject({ ok: true })
  })

  test.each(['acme-admin', 'root'])('of another workspace is refused to %s', async (by) => {
    await foreign('tenancy-theirs', { 'ieum.dev/workspace': 'rival' })
    expect(await adopt('tenancy-theirs', by)).toMatchObject({ error: { reason: 'namespace_not_allowed' } })
    expect(await adopt('rival-shop', by)).toMatchObject({ error: { reason: 'namespace_not_allowed' } })
    expect(await rows('tenancy-theirs')).toBe(0)
  })

  test.each(['kube-system', 'default', 'ieum-system'])('%s is refused to everybody', async (name) => {
    expect(await adopt(name, 'root')).toMatchObject({ error: { code: 'VALIDATION', fields: { name: {} } } })
  })

  test('shows only what the person may take', async () => {
    await foreign('tenancy-list-own', { 'ieum.dev/workspace': 'acme' })
    await foreign('tenancy-list-none')
    const list = async (by: string) => {
      const answer = await listFreeNamespaces.answer(requestOf(by), { workspace: 'acme', cluster: 'east' })
      return answer.ok ? answer.data.items.map(({ name }) => name) : []
    }
    expect(await list('acme-admin')).toContain('tenancy-list-own')
    expect(await list('acme-admin')).not.toContain('tenancy-list-none')
    expect(await list('root')).toContain('tenancy-list-none')
    for (const hidden of ['kube-system', 'acme-shop', 'rival-shop', 'tenancy-theirs'])
      expect(await list('root')).not.toContain(hidden)
  })
})

describe('the settings of a project', () => {
  test('of many who edit one version, one wins', async () => {
    await create('tenancy-edit')
    const edit = (alias: string) =>
      perform(editProject, requestOf('acme-maker'), { ...place('tenancy-edit'), alias, description: '', version: 1 })
    const results = await Promise.all(Array.from({ length: 20 }, (_, at) => edit(`alias ${at}`)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'CONFLICT', reason: 'version_changed' } })
  })

  test('change the quota, take limits out of it, and remove it', async () => {
    await create('tenancy-quota')
    const read = async () => {
      const answer = await getProjectQuota.answer(requestOf('acme-maker'), place('tenancy-quota'))
      if (!answer.ok) throw new Error('the quota could not be read')
      return answer.data
    }
    const set = async (quota: object, resourceVersion: string, by = 'acme-maker') =>
      perform(setProjectQuota, requestOf(by), {
        ...place('tenancy-quota'),
        quota: { ...NONE, ...quota },
        resourceVersion,
      })
    expect(await set({ pods: 5 }, '', 'acme-viewer')).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await set({ cpu: '1', pods: 5 }, '')).toMatchObject({ data: { quota: { cpu: '1', pods: 5 } } })
    expect(await set({ pods: 9 }, '')).toMatchObject({ error: { reason: 'version_changed' } })
    expect(await set({ pods: 6 }, (await read()).resourceVersion)).toMatchObject({ ok: true })
    expect(await kube.get(quotaId('tenancy-quota'))).toMatchObject({ spec: { hard: { pods: '6' } } })
    expect(await kube.get(limitsId('tenancy-quota'))).toBeNull()
    expect(await set({}, (await read()).resourceVersion)).toMatchObject({ ok: true })
    expect(await kube.get(quotaId('tenancy-quota'))).toBeNull()
  })
})

describe('the end of a project', () => {
  test('is refused while deployments go there, with their names', async () => {
    await addRepository(world.acme.devops, 'web', 'https://git.example.com/web.git')
    await addDeployment(world.acme, 'web')
    expect(await remove('acme-shop', 'delete', 'acme-admin')).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'project_in_use', params: { count: 1 } },
    })
    expect(await listProjectUsers.answer(requestOf('acme-admin'), place('acme-shop'))).toMatchObject({
      data: [{ name: 'web', devopsProject: 'devops', mayOpen: true }],
    })
    expect(await isEnding('acme-shop')).toBe(false)
    await db.continuousDeployment.deleteMany()
  })

  test('asks for the name, and is for its admins', async () => {
    await create('tenancy-kept')
    expect(await remove('tenancy-kept', 'delete', 'acme-maker', 'tenancy')).toMatchObject({
      error: { reason: 'confirmation_mismatch' },
    })
    expect(await remove('tenancy-kept', 'delete', 'acme-viewer')).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await isEnding('tenancy-kept')).toBe(false)
  })

  test('deletes the namespace', async () => {
    await create('tenancy-gone')
    expect(await remove('tenancy-gone', 'delete')).toEqual({ ok: true, data: { isReleased: true } })
    expect(await rows('tenancy-gone')).toBe(0)
    expect(await isEnding('tenancy-gone')).toBe(true)
  })

  test('or only releases it: it stays, belongs to nobody, and only the platform takes it again', async () => {
    await create('tenancy-free')
    expect(await remove('tenancy-free', 'release')).toEqual({ ok: true, data: { isReleased: true } })
    expect(await labelsOf('tenancy-free')).not.toHaveProperty('ieum.dev/workspace')
    expect(await isEnding('tenancy-free')).toBe(false)
    expect(await adopt('tenancy-free', 'acme-admin')).toMatchObject({ error: { reason: 'namespace_needs_platform' } })
  })

  test('is undone, members and all, when the namespace turns out to be of another workspace', async () => {
    await create('tenancy-stolen')
    await kube.mergePatch(idOf('tenancy-stolen'), { metadata: { labels: { 'ieum.dev/workspace': 'rival' } } })
    expect(await remove('tenancy-stolen', 'delete')).toMatchObject({ error: { reason: 'namespace_not_allowed' } })
    expect(await db.project.findFirst({ where: { name: 'tenancy-stolen' }, include: { members: true } })).toMatchObject(
      {
        members: [{ role: 'admin' }],
      },
    )
    expect(await isEnding('tenancy-stolen')).toBe(false)
  })
})
