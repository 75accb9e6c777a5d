import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { requestDeletion, requestReconcile } from './door.ts'
import { deploymentSpecSchema } from './model/spec.ts'
import { toJson } from '#lib/core/json.ts'
import {
  AUTOMATIC,
  type World,
  askSync,
  configMap,
  createWorld,
  endedRun,
  idOf,
  runsOf,
  statusWhen,
  tester,
  webDeployment,
} from './testing/world.ts'

const MANUAL = { syncPolicy: {} }

const remove = (deploymentId: string) =>
  withTransaction((tx) =>
    requestDeletion(tx, { deploymentId, actor: tester, deletion: { cascade: true, includeKeys: [], requestedBy: '' } }),
  )

describe('what the policies of a deployment mean on a real API server', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    world.startEngine()
  })
  afterAll(() => world.end())

  it('waits for a person where synchronisation is by hand', async () => {
    const { id, namespace } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') }, spec: MANUAL })
    const before = await statusWhen(id, (status) => status.sync === 'OutOfSync')
    expect(before).toMatchObject({ health: 'Missing', syncReason: 'missing_in_cluster', outOfSyncCount: 1 })
    expect(await runsOf(id)).toEqual([])
    expect(await askSync(id)).toEqual({ number: 1 })
    await statusWhen(id, (status) => status.sync === 'Synced' && status.health === 'Healthy')
    expect((await runsOf(id))[0]).toMatchObject({ trigger: 'manual', actorName: 'tester', phase: 'Succeeded' })
    await world.kube.mergePatch(idOf('v1', 'ConfigMap', namespace, 'a'), { data: { value: 'hand' } })
    await statusWhen(id, (status) => status.sync === 'OutOfSync' && status.syncReason === 'differs')
    const { differences } = await db.inventoryItem.findFirstOrThrow({ where: { deploymentId: id } })
    expect(differences).toEqual([{ path: '/data/value', live: 'hand', desired: 'one', owner: 'ieum-console' }])
  })

  it('writes nothing in a dry run and records what it would do', async () => {
    const { id, namespace } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') }, spec: MANUAL })
    await statusWhen(id, (status) => status.sync === 'OutOfSync')
    await askSync(id, { dryRun: true })
    const run = await endedRun(id, 1)
    expect(run).toMatchObject({
      phase: 'Succeeded',
      results: [{ name: 'a', action: 'create', state: 'skipped', reason: '' }],
    })
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toBeNull()
  })

  it('syncs to another commit and says afterwards that the cluster is not what Git wants', async () => {
    const { id, namespace, push } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') }, spec: MANUAL })
    const { resolvedCommit: first } = await statusWhen(id, (status) => status.resolvedCommit !== '')
    const second = await push({ 'a.yaml': configMap('a', 'two') })
    await askSync(id)
    await statusWhen(id, (status) => status.sync === 'Synced' && status.syncedCommit === second)
    await askSync(id, { revision: first })
    await statusWhen(id, (status) => status.sync === 'OutOfSync')
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toMatchObject({ data: { value: 'one' } })
  })

  it('prunes last, when everything else is healthy', async () => {
    const { id, namespace, push } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'one'), 'b.yaml': configMap('b', 'one') },
      spec: { syncPolicy: { ...AUTOMATIC, pruneLast: true } },
    })
    await statusWhen(id, (status) => status.sync === 'Synced')
    const unschedulable = webDeployment('web').replace(
      'containers:',
      'nodeSelector: { nowhere: "true" }\n      containers:',
    )
    const waiting = await push({ 'a.yaml': configMap('a', 'one'), 'web.yaml': unschedulable })
    await statusWhen(id, (status) => status.resolvedCommit === waiting && status.health === 'Progressing')
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'b'))).not.toBeNull()
    expect((await runsOf(id))[0]).toMatchObject({ phase: 'Running' })

    const commit = await push({ 'a.yaml': configMap('a', 'one'), 'web.yaml': webDeployment('web') })
    await statusWhen(id, (status) => status.sync === 'Synced' && status.syncedCommit === commit)
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'b'))).toBeNull()
    expect((await runsOf(id)).map(({ phase, reason }) => [phase, reason]).slice(0, 2)).toEqual([
      ['Succeeded', ''],
      ['Terminated', 'superseded'],
    ])
  })

  it('removes a field that Git dropped, also where objects are replaced', async () => {
    const labelled = configMap('a', 'one', '  labels: { team: shop }\n')
    const { id, namespace, push } = await world.deploy({
      files: { 'a.yaml': labelled },
      spec: { syncPolicy: { ...AUTOMATIC, replace: true } },
    })
    await statusWhen(id, (status) => status.sync === 'Synced')
    const second = await push({ 'a.yaml': labelled.replace('"one"', '"two"') })
    await statusWhen(id, (status) => status.sync === 'Synced' && status.syncedCommit === second)
    expect((await runsOf(id))[0]?.results).toMatchObject([{ action: 'replace', state: 'done' }])
    const third = await push({ 'a.yaml': configMap('a', 'two') })
    await statusWhen(id, (status) => status.sync === 'Synced' && status.syncedCommit === third)
    const live = await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))
    expect(live?.metadata.labels).toEqual({ 'ieum.dev/deployment': id })
  })

  it('refuses what cannot be changed in place, and makes it anew by force', async () => {
    const { id, namespace, push } = await world.deploy({ files: { 'web.yaml': webDeployment('web') } })
    await statusWhen(id, (status) => status.sync === 'Synced')
    const web = idOf('apps/v1', 'Deployment', namespace, 'web')
    const uid = (await world.kube.get(web))?.metadata.uid
    await push({ 'web.yaml': webDeployment('web').replaceAll('app: web', 'app: site') })
    await statusWhen(id, (status) => status.syncReason === 'object_immutable')
    expect((await runsOf(id))[0]).toMatchObject({ phase: 'Failed', reason: 'object_immutable' })
    await askSync(id, { force: true })
    await statusWhen(id, (status) => status.sync === 'Synced' && status.health === 'Healthy')
    expect((await world.kube.get(web))?.metadata.uid).not.toBe(uid)
  })

  it('leaves an object to the deployment that has it, and names that one', async () => {
    const first = await world.deploy({ files: { 'a.yaml': configMap('a', 'first') } })
    await statusWhen(first.id, (status) => status.sync === 'Synced')
    const second = await world.deploy({
      files: { 'a.yaml': configMap('a', 'second', `  namespace: ${first.namespace}\n`) },
      policy: { extraNamespaces: [{ cluster: 'sandbox', namespace: first.namespace }] },
    })
    const status = await statusWhen(second.id, (row) => row.sync === 'OutOfSync')
    expect(status).toMatchObject({ syncReason: 'owned_by_other', syncParams: { owner: first.namespace } })
    expect(await world.kube.get(idOf('v1', 'ConfigMap', first.namespace, 'a'))).toMatchObject({
      data: { value: 'first' },
    })
  })

  it('does not take over a namespace that somebody else made, although it may create namespaces', async () => {
    const victim = await world.deploy({ files: { 'a.yaml': configMap('a', 'mine') } })
    const { id } = await world.deploy({
      files: {
        'n.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${victim.namespace}\n`,
        'a.yaml': configMap('a', 'probe', `  namespace: ${victim.namespace}\n`),
        'b.yaml': configMap('b', 'taken', `  namespace: ${victim.namespace}\n`),
      },
      policy: { clusterKinds: [{ group: '', kind: 'Namespace' }] },
    })
    const status = await statusWhen(id, (row) => row.sync === 'OutOfSync')
    expect(status).toMatchObject({ syncReason: 'namespace_not_allowed', syncParams: { namespace: victim.namespace } })
    expect(await world.kube.get(idOf('v1', 'ConfigMap', victim.namespace, 'b'))).toBeNull()
    const probe = await db.inventoryItem.findFirstOrThrow({ where: { deploymentId: id, kind: 'ConfigMap', name: 'a' } })
    expect(probe).toMatchObject({ syncReason: 'namespace_not_allowed', differences: [] })
  })

  it('does not let a row that cannot be read disturb the others', async () => {
    const poisoned = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') }, spec: MANUAL })
    await withTransaction(async (tx) => {
      await tx.continuousDeployment.update({ where: { id: poisoned.id }, data: { spec: { source: 'nonsense' } } })
      await requestReconcile(tx, poisoned.id, 'edited')
    })
    const healthy = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(healthy.id, (status) => status.sync === 'Synced')
    const status = await statusWhen(poisoned.id, (row) => row.syncReason === 'unexpected')
    expect(status).toMatchObject({ sync: 'Unknown', condition: { reason: 'unexpected' } })
  })

  it('keeps what was there before it, when the deployment is deleted', async () => {
    const adoptedIn = (namespace: string) => idOf('v1', 'ConfigMap', namespace, 'a')
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'git'), 'b.yaml': configMap('b', 'git') },
      prepare: (inside) => {
        const metadata = { name: 'a', namespace: inside }
        const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { mine: 'yes' } }
        return world.kube.create(adoptedIn(inside), JSON.stringify(object))
      },
    })
    const adopted = adoptedIn(namespace)
    await statusWhen(id, (status) => status.sync === 'Synced')
    expect(await world.kube.get(adopted)).toMatchObject({ data: { mine: 'yes', value: 'git' } })
    await remove(id)
    await vi.waitFor(async () => expect(await db.continuousDeployment.count({ where: { id } })).toBe(0), {
      timeout: 20_000,
    })
    expect(await world.kube.get(adopted)).not.toBeNull()
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'b'))).toBeNull()
  })

  it('leaves a field alone that the rules ignore', async () => {
    const ignoreDifferences = [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }]
    const { id, namespace } = await world.deploy({
      files: { 'web.yaml': webDeployment('web') },
      spec: { syncPolicy: AUTOMATIC, ignoreDifferences },
    })
    await statusWhen(id, (status) => status.sync === 'Synced')
    const web = idOf('apps/v1', 'Deployment', namespace, 'web')
    await world.kube.mergePatch(web, { spec: { replicas: 3 } })
    await statusWhen(id, (status) => status.sync === 'Synced' && status.health === 'Healthy')
    await withTransaction((tx) => requestReconcile(tx, id, 'refresh'))
    const asked = new Date()
    await statusWhen(id, (status) => status.lastCheckedAt !== null && status.lastCheckedAt > asked)
    expect(await world.kube.get(web)).toMatchObject({ spec: { replicas: 3 } })
    expect(await runsOf(id)).toHaveLength(1)
  })

  it('follows the health of what it made without being asked', async () => {
    const unschedulable = webDeployment('web').replace(
      'containers:',
      'nodeSelector: { later: "true" }\n      containers:',
    )
    const { id, namespace } = await world.deploy({ files: { 'web.yaml': unschedulable }, spec: { ...MANUAL } })
    await statusWhen(id, (status) => status.sync === 'OutOfSync')
    await askSync(id)
    const status = await statusWhen(id, (row) => row.sync === 'Synced' && row.healthReason === 'pods_waiting')
    expect(status).toMatchObject({ health: 'Progressing', healthParams: { ready: 0, wanted: 1 } })
    await world.kube.mergePatch(idOf('apps/v1', 'Deployment', namespace, 'web'), {
      spec: { template: { spec: { nodeSelector: null } } },
    })
    await statusWhen(id, (row) => row.health === 'Healthy')
  })

  it('keeps secrets out of everything it writes down', async () => {
    const secret = (value: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: ${value}\n`
    const { id, push } = await world.deploy({ files: { 's.yaml': secret('hunter2-first') } })
    await statusWhen(id, (status) => status.sync === 'Synced')
    const commit = await push({ 's.yaml': secret('hunter2-second') })
    await statusWhen(id, (status) => status.sync === 'Synced' && status.syncedCommit === commit)
    const written = JSON.stringify([
      await runsOf(id),
      await db.inventoryItem.findMany(),
      await db.deploymentStatus.findMany(),
    ])
    expect(written).not.toMatch(/hunter2|aHVudGVyM/)
    expect((await runsOf(id))[0]?.plan).toMatchObject({
      steps: [{ groups: [[{ differences: [{ path: expect.stringContaining('password') as string }] }]] }],
    })
  })

  it('takes an edited specification up', async () => {
    const { id, namespace } = await world.deploy({
      files: { 'one/a.yaml': configMap('a', 'one'), 'two/a.yaml': configMap('a', 'two') },
      spec: { source: { path: 'one' }, syncPolicy: AUTOMATIC },
    })
    await statusWhen(id, (status) => status.sync === 'Synced')
    await withTransaction(async (tx) => {
      const spec = toJson(deploymentSpecSchema.parse({ source: { path: 'two' }, syncPolicy: AUTOMATIC }))
      await tx.continuousDeployment.update({ where: { id }, data: { spec, generation: { increment: 1 } } })
      await requestReconcile(tx, id, 'edited')
    })
    await statusWhen(id, (status) => status.sync === 'Synced' && status.observedGeneration === 2)
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toMatchObject({ data: { value: 'two' } })
  })

  it('D4: goes on with a sync as it was asked for while somebody edits the deployment, and then syncs what it is now', async () => {
    const files = Object.fromEntries(
      ['one', 'two'].flatMap((folder) =>
        Array.from({ length: 120 }, (_, index) => [`${folder}/c${index}.yaml`, configMap(`c${index}`, folder)]),
      ),
    )
    const { id, namespace } = await world.deploy({
      files,
      spec: { source: { path: 'one' }, syncPolicy: AUTOMATIC },
    })
    await vi.waitFor(
      async () => expect(await db.syncRun.count({ where: { deploymentId: id, phase: 'Running' } })).toBe(1),
      { timeout: 60_000, interval: 5 },
    )
    await withTransaction(async (tx) => {
      const spec = toJson(deploymentSpecSchema.parse({ source: { path: 'two' }, syncPolicy: AUTOMATIC }))
      await tx.continuousDeployment.update({ where: { id }, data: { spec, generation: { increment: 1 } } })
      await requestReconcile(tx, id, 'edited')
    })
    await statusWhen(id, ({ sync, observedGeneration }) => sync === 'Synced' && observedGeneration === 2, 60_000)
    const runs = await runsOf(id)
    expect(runs.map(({ generation, phase }) => ({ generation, phase })).toReversed()).toEqual([
      { generation: 1, phase: 'Succeeded' },
      { generation: 2, phase: 'Succeeded' },
    ])
    const values = await Promise.all(
      Array.from({ length: 120 }, (_, index) => world.kube.get(idOf('v1', 'ConfigMap', namespace, `c${index}`))),
    )
    expect(new Set(values.map((object) => JSON.stringify(object?.['data'])))).toEqual(new Set(['{"value":"two"}']))
  })
})
