/** What docs/coming-from-argocd.md promises to whoever switches: objects that another engine applied, on a real API server. */
import { load as parseYaml } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { type AsManager, type ForeignWrite, asManager } from '#lib/kube/testing/as-manager.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import type { KubeObject } from './model/resource.ts'
import {
  type TestDeployment,
  type World,
  askSync,
  configMap,
  createWorld,
  endedRun,
  idOf,
  statusWhen,
  webDeployment,
} from './testing/world.ts'

const TRACKING = 'argocd.argoproj.io/tracking-id'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const WEB = webDeployment('web')
const MAP = configMap('a', 'one')
const MAP_AND_MORE = `${MAP}  extra: "x"\n`

let world: World
let foreign: AsManager

beforeAll(async () => {
  world = await createWorld()
  foreign = asManager(sharedConnection())
  world.startEngine()
})
afterAll(async () => {
  await foreign.close()
  await world.end()
})

const mapOf = (namespace: string) => idOf('v1', 'ConfigMap', namespace, 'a')
const webOf = (namespace: string) => idOf('apps/v1', 'Deployment', namespace, 'web')

/** Has the other engine make what the manifests say, as it does: with an annotation by which it knows its objects. */
async function appliedBy(manager: string, how: ForeignWrite['how'], namespace: string): Promise<void> {
  const copy = how === 'create' ? { [LAST_APPLIED]: '{}' } : {}
  const made = (text: string) => {
    const object = parseYaml(text) as KubeObject
    const annotations = { ...copy, [TRACKING]: `shop:/${object.kind}:${namespace}/${object.metadata.name}` }
    return { ...object, metadata: { ...object.metadata, namespace, annotations } }
  }
  const write = { ...(how && { how }) }
  await foreign.write(manager, mapOf(namespace), { ...write, plural: 'configmaps', body: made(MAP_AND_MORE) })
  await foreign.write(manager, webOf(namespace), { ...write, plural: 'deployments', body: made(WEB) })
}

/** A deployment by hand over objects that are there, compared once. */
async function created(manager: string, how: ForeignWrite['how']): Promise<TestDeployment> {
  const deployment = await world.deploy({
    files: { 'web.yaml': WEB, 'a.yaml': MAP_AND_MORE },
    spec: { syncPolicy: {} },
    prepare: (namespace) => appliedBy(manager, how, namespace),
  })
  await statusWhen(deployment.id, ({ sync }) => sync === 'OutOfSync')
  return deployment
}

const syncedWith = async ({ id }: TestDeployment, options: Parameters<typeof askSync>[1] = {}) => {
  const { number } = await askSync(id, options)
  expect(await endedRun(id, number)).toMatchObject({ phase: 'Succeeded' })
}

/** Fields that differ, of all objects. */
async function differingPaths(deploymentId: string): Promise<string[]> {
  const items = await db.inventoryItem.findMany({ where: { deploymentId } })
  return items.flatMap(({ differences }) => ((differences ?? []) as { path: string }[]).map(({ path }) => path))
}

const dataOf = async ({ namespace }: TestDeployment) => (await world.kube.get(mapOf(namespace)))?.['data']
/** A change below it would restart pods. */
const specOf = async ({ namespace }: TestDeployment) => (await world.kube.get(webOf(namespace)))?.['spec']

describe.each([
  ['client-side', 'create'],
  ['server-side', 'apply'],
] as const)('coming from Argo CD, %s apply', (_, how) => {
  it('differs in marks alone, takes the fields over, and runs on', async () => {
    const deployment = await created('argocd-controller', how)
    expect(
      (await differingPaths(deployment.id)).filter((path) => !/^\/metadata\/(annotations|labels)/.test(path)),
    ).toEqual([])
    const spec = await specOf(deployment)
    await syncedWith(deployment)
    await statusWhen(deployment.id, ({ sync }) => sync === 'Synced')
    expect(await specOf(deployment)).toEqual(spec)
    const live = await world.kube.get(mapOf(deployment.namespace))
    expect(Object.keys(live?.metadata.annotations ?? {})).toEqual(['ieum.dev/tracking'])
    expect(live?.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['ieum'])

    await deployment.push({ 'web.yaml': WEB, 'a.yaml': MAP })
    await statusWhen(deployment.id, ({ sync }) => sync === 'OutOfSync')
    await syncedWith(deployment)
    expect(await dataOf(deployment)).toEqual({ value: 'one' })
  })

  it('keeps what was there before when Git drops it, also where a person prunes', async () => {
    const deployment = await created('argocd-controller', how)
    await syncedWith(deployment)
    await deployment.push({ 'web.yaml': WEB })
    await vi.waitFor(
      async () => {
        const item = await db.inventoryItem.findFirst({ where: { deploymentId: deployment.id, name: 'a' } })
        expect(item).toMatchObject({ sync: 'OutOfSync', syncReason: 'adopted_kept' })
      },
      { timeout: 30_000 },
    )
    await syncedWith(deployment, { prune: true })
    expect(await dataOf(deployment)).toEqual({ value: 'one', extra: 'x' })
  })
})

it('coming from Flux: what it applied is taken over, so that a field that Git drops goes', async () => {
  const deployment = await created('kustomize-controller', 'apply')
  await syncedWith(deployment)
  await deployment.push({ 'web.yaml': WEB, 'a.yaml': MAP })
  await statusWhen(deployment.id, ({ sync }) => sync === 'OutOfSync')
  await syncedWith(deployment)
  expect(await dataOf(deployment)).toEqual({ value: 'one' })
})
