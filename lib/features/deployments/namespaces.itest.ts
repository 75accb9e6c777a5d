import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { db } from '#lib/db/client.ts'
import type { ResourceId } from '#lib/engine/model/resource.ts'
import { ensureNamespacesOnCluster } from '#lib/features/clusters/connect.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { registerClusterFromKubeconfig } from '#lib/features/clusters/register.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { addRepository, createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { createDeployment } from './actions.ts'

let world: World
let kube: KubeApi

const NAMESPACE = 'ingress-of-all'
const idOf = (name: string): ResourceId => ({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })
const make = (labels: Record<string, string> = {}) =>
  kube.apply(
    idOf(NAMESPACE),
    JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } }),
  )
const create = () =>
  perform(createDeployment, requestOf('acme-operator'), {
    ...{ workspace: 'acme', devopsProject: 'devops', name: 'web', alias: '', description: '', repository: 'web' },
    ...{ cluster: 'east', namespace: NAMESPACE },
    spec: { source: {}, syncPolicy: { createNamespace: true } },
  })
const labels = async () => (await kube.get(idOf(NAMESPACE)))?.metadata.labels ?? {}

beforeAll(async () => {
  world = await createWorld()
  const kubeconfigText = readFileSync(process.env['IEUM_TEST_KUBECONFIG'] ?? '', 'utf8')
  await registerClusterFromKubeconfig({ name: 'east', kubeconfigText })
  kube = await kubeForCluster(world.acme.project.clusterId)
  await addRepository(world.acme.devops, 'web', 'https://git.example.com/web.git')
})
afterAll(async () => {
  await kube.delete(idOf(NAMESPACE), { propagation: 'background' })
  await kube.close()
  await world.destroy()
})
afterEach(async () => {
  await db.continuousDeployment.deleteMany()
  await db.project.deleteMany({ where: { name: NAMESPACE } })
})

describe('a deployment that makes its project', () => {
  test.each([
    ['nobody', {}],
    ['another workspace', { 'ieum.dev/workspace': 'rival' }],
  ])('does not get a namespace that exists and belongs to %s', async (_, own) => {
    await make(own)
    expect(await create()).toMatchObject({
      error: {
        code: 'PRECONDITION',
        reason: 'namespace_not_allowed',
        fields: { namespace: { code: 'not_a_choice' } },
      },
    })
    expect(await db.project.count({ where: { name: NAMESPACE } })).toBe(0)
  })

  test('gets back the one that its own workspace made', async () => {
    await make({ 'ieum.dev/workspace': 'acme' })
    expect(await create()).toMatchObject({ ok: true })
  }, 30_000)
})

describe('making the namespaces of projects', () => {
  const claim = () =>
    db.project.create({
      data: {
        workspaceId: world.acme.workspace.workspaceId,
        clusterId: world.acme.project.clusterId,
        name: NAMESPACE,
      },
    })

  test('does not write its name on one that somebody else made, and goes on with the others', async () => {
    await make()
    await claim()
    await kube.mergePatch(idOf('acme-shop'), { metadata: { labels: { 'ieum.dev/project': null } } })
    await ensureNamespacesOnCluster('east')
    expect(await labels()).not.toHaveProperty('ieum.dev/workspace')
    const shop = await kube.get(idOf('acme-shop'))
    expect(shop?.metadata.labels).toMatchObject({ 'ieum.dev/project': 'acme-shop' })
  })
})
