import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { db } from '#lib/db/client.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { registerClusterFromKubeconfig } from '#lib/features/clusters/register.ts'
import { addDeployment, addRepository, createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { createDevopsProject, deleteDevopsProject, editDevopsProject, previewPolicy, setPolicy } from './actions.ts'
import { getPolicy, listClusterKinds } from './queries.ts'

let world: World
const place = { workspace: 'acme', devopsProject: 'devops' }
const version = async () =>
  (await db.devopsProject.findUniqueOrThrow({ where: { id: world.acme.devops.devopsProjectId } })).version
const set = async (policy: object, by = 'acme-maker') =>
  perform(setPolicy, requestOf(by), { ...place, policy, version: await version() })

beforeAll(async () => {
  world = await createWorld()
  await addRepository(world.acme.devops, 'web', 'https://git.example.com/acme/web.git')
  await addDeployment(world.acme, 'web')
})
afterAll(() => world.destroy())
beforeEach(async () => {
  await db.devopsProject.update({ where: { id: world.acme.devops.devopsProjectId }, data: { policy: {} } })
})

describe('a new DevOps project', () => {
  const create = (name: string, by: string) =>
    perform(createDevopsProject, requestOf(by), { workspace: 'acme', name, alias: '', description: '' })

  test('has the person as its admin', async () => {
    expect(await create('shop', 'acme-maker')).toEqual({ ok: true, data: { name: 'shop' } })
    expect(await db.devopsProject.findFirst({ where: { name: 'shop' }, include: { members: true } })).toMatchObject({
      members: [{ role: 'admin' }],
    })
    expect(await create('shop', 'acme-maker')).toMatchObject({ error: { fields: { name: { code: 'name_taken' } } } })
  })

  test.each(['acme-viewer', 'acme-regular'])('is not for %s', async (by) => {
    expect(await create('other', by)).toMatchObject({ error: { code: 'FORBIDDEN' } })
  })

  test.each(['__proto__', 'con', '..', 'admin', 'api', '1st'])('W28: cannot be called %s', async (name) => {
    expect(await create(name, 'acme-maker')).toMatchObject({ error: { code: 'VALIDATION', fields: { name: {} } } })
  })
})

describe('the policy', () => {
  test('may name projects of the workspace, and wakes the deployments', async () => {
    const seq = async () => (await db.reconcileLease.findFirstOrThrow()).wakeSeq
    const before = await seq()
    expect(await set({ destinations: [{ cluster: 'east', namespaces: ['acme-shop'] }] })).toMatchObject({ ok: true })
    expect(await seq()).toBe(before + 1n)
  })

  test.each([
    ["another workspace's project", { cluster: 'east', namespaces: ['rival-shop'] }, 'destinations.0.namespaces.0'],
    ['a namespace of the system', { cluster: 'east', namespaces: ['kube-system'] }, 'destinations.0.namespaces.0'],
    ['a cluster that is not the workspace’s', { cluster: 'west', namespaces: '*' }, 'destinations.0.cluster'],
  ])('may not name %s, whoever asks', async (_, destination, path) => {
    for (const by of ['acme-maker', 'root'])
      expect(await set({ destinations: [destination] }, by)).toMatchObject({
        error: { code: 'VALIDATION', fields: { [`policy.${path}`]: { code: 'not_a_choice' } } },
      })
  })

  test.each([
    ['extraNamespaces', [{ cluster: 'east', namespace: 'rival-shop' }]],
    ['clusterKinds', [{ group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' }]],
    ['clusterKinds', [{ group: '*', kind: '*' }]],
    ['externalIps', true],
  ])('%s %j is for those who rule the platform', async (field, value) => {
    for (const by of ['acme-maker', 'acme-admin'])
      expect(await set({ [field]: value }, by)).toMatchObject({
        error: { code: 'FORBIDDEN', reason: 'policy_needs_platform', fields: { [`policy.${field}`]: {} } },
      })
    expect(await set({ [field]: value }, 'root')).toMatchObject({ ok: true })
    // What the platform allowed stays while an admin changes the rest, and only then.
    expect(await set({ [field]: value, repositories: ['web'] })).toMatchObject({ ok: true })
    expect(await set({})).toMatchObject({ error: { reason: 'policy_needs_platform' } })
  })

  test('never opens the namespaces in which Ieum keeps its identities', async () => {
    expect(await set({ extraNamespaces: [{ cluster: 'east', namespace: 'ieum-system' }] }, 'root')).toMatchObject({
      error: { code: 'VALIDATION', fields: { 'policy.extraNamespaces.0.namespace': {} } },
    })
  })

  test.each(['acme-operator', 'acme-viewer'])('is not %s’s to change', async (by) => {
    expect(await set({ repositories: [] }, by)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await set({ repositories: [] }, 'rival-admin')).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  test('of many who save on one version, one wins', async () => {
    const from = await version()
    const save = () =>
      perform(setPolicy, requestOf('acme-maker'), { ...place, policy: { repositories: ['web'] }, version: from })
    const results = await Promise.all(Array.from({ length: 20 }, save))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { reason: 'version_changed' } })
  })

  test.each([
    [{ repositories: ['https://git.example.com/other/*'] }, 'repository_not_allowed'],
    [{ destinations: [{ cluster: 'west', namespaces: '*' }] }, 'cluster_not_allowed'],
    [{ repositories: ['https://git.example.com/acme/*'] }, null],
  ])('tells before saving what %j would stop: %s', async (policy, reason) => {
    const stops = reason === null ? [] : [{ name: 'web', reason }]
    expect(await perform(previewPolicy, requestOf('acme-maker'), { ...place, policy })).toMatchObject({
      data: { stops, total: stops.length },
    })
  })

  test('tells who may change what', async () => {
    const read = async (by: string) => getPolicy.answer(requestOf(by), place)
    expect(await read('acme-viewer')).toMatchObject({
      data: { mayWiden: false, places: [{ cluster: 'east', projects: [{ name: 'acme-shop' }] }] },
    })
    expect(await read('root')).toMatchObject({ data: { mayWiden: true } })
  })

  test('offers the kinds that the cluster serves, with what is dangerous about them', async () => {
    const kubeconfigText = readFileSync(process.env['IEUM_TEST_KUBECONFIG'] ?? '', 'utf8')
    await registerClusterFromKubeconfig({ name: 'east', kubeconfigText })
    const answer = await listClusterKinds.answer(requestOf('acme-maker'), { ...place, cluster: 'east' })
    const kinds = answer.ok ? answer.data : []
    const group = 'rbac.authorization.k8s.io'
    expect(kinds).toContainEqual({ group, kind: 'ClusterRoleBinding', risk: 'rights' })
    expect(kinds.map(({ kind }) => kind)).not.toContain('ConfigMap')
    const { kube } = { kube: await kubeForCluster(world.acme.project.clusterId) }
    for (const name of ['acme-shop', 'rival-shop'])
      await kube.delete(
        { group: '', version: 'v1', kind: 'Namespace', namespace: '', name },
        { propagation: 'background' },
      )
    await kube.close()
  })
})

describe('the settings of a DevOps project', () => {
  test('of two who edit, one wins', async () => {
    const from = await version()
    const edit = (alias: string) =>
      perform(editDevopsProject, requestOf('acme-maker'), { ...place, alias, description: '', version: from })
    const results = await Promise.all([edit('a'), edit('b')])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('it ends only with its name, and without deployments', async () => {
    const remove = (confirmation = 'devops', by = 'acme-maker') =>
      perform(deleteDevopsProject, requestOf(by), { ...place, confirmation })
    expect(await remove('devop')).toMatchObject({ error: { reason: 'confirmation_mismatch' } })
    expect(await remove('devops', 'acme-operator')).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await remove()).toMatchObject({ error: { reason: 'devops_project_in_use', params: { count: 1 } } })
    await db.continuousDeployment.deleteMany()
    expect(await remove()).toEqual({ ok: true, data: null })
    expect(await db.codeRepository.count()).toBe(0)
    expect(await db.auditEvent.count({ where: { action: 'devops-project.delete' } })).toBe(1)
  })
})
