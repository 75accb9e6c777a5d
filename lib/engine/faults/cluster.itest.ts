/** What a cluster itself can do to a sync: on a cluster of its own, because a broken API group is everybody's. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { reduceKubeconfig } from '#lib/kube/kubeconfig.ts'
import { type TestSandbox, startSandbox } from '#lib/kube/testing/sandbox.ts'
import { db } from '#lib/db/client.ts'
import type { KubeObject } from '../model/resource.ts'
import { AUTOMATIC, type World, configMap, createWorld, idOf, runsOf, statusWhen } from '../testing/world.ts'

const widget = `apiVersion: broken.example/v1
kind: Widget
metadata: { name: w }
`

const service: KubeObject = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1.broken.example' },
  spec: {
    ...{ group: 'broken.example', version: 'v1', groupPriorityMinimum: 1000, versionPriority: 10 },
    insecureSkipTLSVerify: true,
    service: { namespace: 'default', name: 'nowhere' },
  },
}

const policy = (name: string, expression: string): KubeObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name },
  spec: {
    matchConstraints: {
      resourceRules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['configmaps'] },
      ],
    },
    validations: [{ expression, message: 'no lead, please' }],
  },
})

const binding = (name: string): KubeObject => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name },
  spec: { policyName: name, validationActions: ['Deny'] },
})

describe('a cluster', () => {
  let sandbox: TestSandbox
  let world: World

  beforeAll(async () => {
    sandbox = await startSandbox()
    world = await createWorld({ cluster: reduceKubeconfig(readFileSync(sandbox.kubeconfig, 'utf8')) })
    world.startEngine()
  })
  afterAll(async () => {
    await world.end()
    await sandbox.stop()
  })

  const make = (object: KubeObject) =>
    world.kube.create(idOf(object.apiVersion, object.kind, '', object.metadata.name), JSON.stringify(object))
  const remove = (object: KubeObject) =>
    world.kube.delete(idOf(object.apiVersion, object.kind, '', object.metadata.name), { propagation: 'background' })

  const rows = async (deploymentId: string) =>
    Object.fromEntries(
      (await db.inventoryItem.findMany({ where: { deploymentId } })).map(({ name, sync, syncReason }) => [
        name,
        [sync, syncReason],
      ]),
    )

  it('K11: that denies one object tells why in its own words, and the others are applied', async () => {
    await make(policy('no-lead', "!has(object.data) || !('value' in object.data) || object.data.value != 'lead'"))
    await make(binding('no-lead'))
    const other = await world.deploy({ files: { 'a.yaml': configMap('a', 'gold') } })
    const { id, push } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'gold') },
      spec: { syncPolicy: { ...AUTOMATIC, retry: { limit: 0 } } },
    })
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    await push({ 'a.yaml': configMap('a', 'lead'), 'b.yaml': configMap('b', 'gold') })
    const denied = await statusWhen(
      id,
      ({ sync, resolvedCommit, syncedCommit }) => sync !== 'Synced' && resolvedCommit !== syncedCommit,
      60_000,
    )
    expect(denied.syncReason).toBe('admission_denied')
    expect(JSON.stringify(await runsOf(id))).toContain('no lead, please')
    await statusWhen(other.id, ({ sync }) => sync === 'Synced', 60_000)
    await remove(binding('no-lead'))
    await remove(policy('no-lead', ''))
    const head = await push({ 'a.yaml': configMap('a', 'lead'), 'b.yaml': configMap('b', 'silver') })
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === head, 60_000)
  }, 240_000)

  it('that is just removing the namespace is waited for, and the namespace is made anew where that is wanted', async () => {
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'one') },
      spec: { syncPolicy: { ...AUTOMATIC, createNamespace: true } },
    })
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    const place = idOf('v1', 'Namespace', '', namespace)
    // Somebody's finalizer keeps an object, and with it the namespace.
    const held = idOf('v1', 'ConfigMap', namespace, 'held')
    const metadata = { name: 'held', namespace, finalizers: ['example.org/held'] }
    await world.kube.create(held, JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata }))
    await world.kube.delete(place, { propagation: 'background' })
    await statusWhen(id, ({ syncReason }) => syncReason === 'namespace_terminating', 90_000)
    await world.kube.mergePatch(held, { metadata: { finalizers: [] } })
    await statusWhen(id, ({ sync }) => sync === 'Synced', 120_000)
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).not.toBeNull()
  }, 300_000)

  it('F13: one of whose API groups is broken makes only the objects of that group unknown', async () => {
    const before = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(before.id, ({ sync }) => sync === 'Synced', 60_000)
    await make(service)
    await vi.waitFor(async () => expect((await world.kube.discover(true)).broken).toContain('broken.example'), {
      timeout: 60_000,
      interval: 500,
    })
    const broken = await world.deploy({
      files: { 'a.yaml': configMap('a', 'one'), 'w.yaml': widget },
      policy: { clusterKinds: [] },
    })
    await vi.waitFor(async () => expect(await rows(broken.id)).toMatchObject({ w: ['Unknown', 'api_failed'] }), {
      timeout: 60_000,
    })
    expect(await rows(broken.id)).toMatchObject({ a: ['Synced', ''] })
    // The others of the cluster notice nothing.
    const head = await before.push({ 'a.yaml': configMap('a', 'two') })
    await statusWhen(before.id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === head, 60_000)
    const after = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(after.id, ({ sync }) => sync === 'Synced', 60_000)
    await remove(service)
  }, 300_000)
})
