import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { resourceKey, type KubeObject, type ResourceId } from '#lib/engine/model/resource.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { createWorld, deployToSandbox, requestOf, type World } from '#lib/testing/world.ts'
import { findInProject } from './access.ts'
import { deleteInProject, restartInDeployment, revealInDeployment, revealInProject, scaleInProject } from './actions.ts'
import { logResponse } from './log-stream.ts'
import {
  getComparison,
  getDeploymentObject,
  getProjectHealth,
  getProjectObject,
  listConfig,
  listEvents,
  listPods,
  listWorkloads,
} from './queries.ts'
import type { ObjectDetail } from './types.ts'

let world: World
let kube: KubeApi
let deploymentId: string
const names = { workspace: 'acme', cluster: 'east', project: 'acme-shop' }
const managed = { workspace: 'acme', devopsProject: 'devops', name: 'web' }
const operator = () => requestOf('acme-operator')
const viewer = () => requestOf('acme-viewer')

const idOf = (group: string, kind: string, name: string, namespace = 'acme-shop'): ResourceId => ({
  ...{ group, version: 'v1', kind, namespace, name },
})
const refOf = ({ name, ...id }: ResourceId) => ({ ...id, object: name })
const WEB = idOf('apps', 'Deployment', 'web')
const TOKEN = idOf('', 'Secret', 'token')
const PASSWORD = 'correct-horse-7'

const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}
const NOT_FOUND = { error: { code: 'NOT_FOUND' } }
const NOT_THERE = { ok: true, data: null }
/** What must be there. */
const there = <T>(result: ActionResult<T | null>): T => {
  const found = data(result)
  if (found === null) throw new Error('not there')
  return found
}

const put = (id: ResourceId, fields: object, marked = true): Promise<KubeObject> => {
  const tracking = `${deploymentId}:${id.group}/${id.kind}:${id.namespace}/${id.name}`
  return kube.apply(
    id,
    JSON.stringify({
      apiVersion: id.group === '' ? id.version : `${id.group}/${id.version}`,
      kind: id.kind,
      metadata: {
        name: id.name,
        ...(id.namespace && { namespace: id.namespace }),
        annotations: marked ? { 'ieum.dev/tracking': tracking } : {},
      },
      ...fields,
    }),
  )
}

const record = (id: ResourceId) =>
  db.inventoryItem.create({
    data: { deploymentId, clusterId: world.acme.project.clusterId, key: resourceKey(id), ...id, applied: true },
  })

const workload = (name: string, replicas = 2) => ({
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'app', image: 'registry.example.com/web:1' }] },
    },
  },
})

const inProject = async (id: ResourceId, who = operator()) => getProjectObject.answer(who, { ...names, ...refOf(id) })
const inDeployment = async (id: ResourceId, who = operator()) =>
  getDeploymentObject.answer(who, { ...managed, ...refOf(id) })

/** The object once its pods are there and run. */
const running = (id: ResourceId): Promise<ObjectDetail> =>
  vi.waitFor(
    async () => {
      const detail = there(await inProject(id))
      expect(detail.health).toBe('Healthy')
      expect(detail.pods.length).toBeGreaterThan(0)
      return detail
    },
    { timeout: 30_000, interval: 100 },
  )

beforeAll(async () => {
  world = await createWorld()
  ;({ kube, deploymentId } = await deployToSandbox(world))
})
afterAll(async () => {
  await kube.close()
  await world.destroy()
})
beforeEach(async () => {
  await db.inventoryItem.deleteMany()
  await Promise.all([put(WEB, workload('web')), put(TOKEN, { stringData: { password: PASSWORD } })])
  await Promise.all([WEB, TOKEN].map(record))
})

describe('an object of a project', () => {
  test('tells its state, what made it, its pods and who manages it', async () => {
    const detail = await running(WEB)
    expect(detail).toMatchObject({
      ...{ id: WEB, health: 'Healthy', replicas: 2, owners: [], secretEntries: null },
      managedBy: { name: 'web', devopsProject: 'devops', selfHeal: true, direct: true },
      acts: { restart: true, scale: true, delete: true },
    })
    expect(detail.pods).toHaveLength(2)
    expect(detail.conditions.map(({ type }) => type)).toContain('Available')
    expect(detail.events.map(({ reason }) => reason)).toContain('ScalingReplicaSet')
    expect(detail.manifest).not.toContain('managedFields')
    const pod = there(await inProject(idOf('', 'Pod', detail.pods[0]?.name ?? '')))
    expect(pod.owners.map(({ kind }) => kind)).toEqual(['ReplicaSet', 'Deployment'])
    expect(pod.managedBy).toMatchObject({ name: 'web', direct: false })
  })

  test('is not found in another namespace, in the whole cluster, or by another tenant', async () => {
    await put(idOf('', 'ConfigMap', 'theirs', 'rival-shop'), { data: { a: 'b' } }, false)
    expect(await inProject(idOf('', 'ConfigMap', 'theirs', 'rival-shop'))).toEqual(NOT_THERE)
    expect(await inProject(idOf('', 'Namespace', 'acme-shop', ''))).toEqual(NOT_THERE)
    expect(await inProject(idOf('', 'ConfigMap', 'nowhere'))).toEqual(NOT_THERE)
    expect(await inProject(idOf('', 'Namespace', 'acme-shop'))).toEqual(NOT_THERE)
    expect(await inProject(idOf('', 'Widget', 'web'))).toMatchObject(NOT_FOUND)
    expect(await inProject(WEB, requestOf('rival-operator'))).toMatchObject(NOT_FOUND)
    expect(await inProject(WEB, requestOf('acme-regular'))).toMatchObject(NOT_FOUND)
  })

  test('with a name that is a path is refused before the cluster is asked', async () => {
    for (const object of ['..', 'a/b', '%2e%2e', 'a b'])
      expect(await getProjectObject.answer(operator(), { ...names, ...refOf(WEB), object })).toMatchObject({
        error: { code: 'VALIDATION' },
      })
  })
})

describe('an object of a deployment', () => {
  test('is one that it manages, or one below', async () => {
    const { pods } = await running(WEB)
    expect(there(await inDeployment(WEB)).id).toEqual(WEB)
    const pod = idOf('', 'Pod', pods[0]?.name ?? '')
    expect(there(await inDeployment(pod)).managedBy).toMatchObject({ name: 'web', direct: false })
  })

  test('may be one of the whole cluster', async () => {
    const id = idOf('scheduling.k8s.io', 'PriorityClass', 'acme-low', '')
    await put(id, { value: 7 })
    expect(await inDeployment(id)).toEqual(NOT_THERE)
    await record(id)
    expect(there(await inDeployment(id)).acts).toEqual({ restart: false, scale: false, delete: false })
    await kube.delete(id, { propagation: 'background' })
  })

  test('needs the record and the mark', async () => {
    const unmarked = idOf('', 'ConfigMap', 'unmarked')
    await put(unmarked, {}, false)
    await record(unmarked)
    expect(await inDeployment(unmarked)).toEqual(NOT_THERE)
    const unrecorded = idOf('', 'ConfigMap', 'unrecorded')
    await put(unrecorded, {})
    expect(await inDeployment(unrecorded)).toEqual(NOT_THERE)
    expect(await inDeployment(WEB, requestOf('rival-operator'))).toMatchObject(NOT_FOUND)
    expect(await getDeploymentObject.answer(operator(), { ...managed, name: 'other', ...refOf(WEB) })).toMatchObject(
      NOT_FOUND,
    )
  })

  test("is not shown beside Git's because a manifest names it: the inventory lists what was refused", async () => {
    const compare = async (id: ResourceId) =>
      data(await getComparison.answer(operator(), { ...managed, key: resourceKey(id) }))
    const hidden = { exists: false, live: '', after: '', resourceVersion: '' }
    const theirs = idOf('', 'ConfigMap', 'theirs', 'rival-shop')
    const { metadata } = await put(theirs, { data: { address: 'db.rival.internal' } }, false)
    await record(theirs)
    expect(await compare(theirs)).toMatchObject(hidden)
    const adopted = idOf('', 'ConfigMap', 'adopted')
    const { uid } = (await put(adopted, { data: { size: 'old' } }, false)).metadata
    await record(adopted)
    expect(await compare(adopted)).toMatchObject(hidden)
    const differences = [{ path: '/data/size', live: 'old', desired: 'new', owner: '' }]
    const where = { deploymentId, key: resourceKey(adopted) }
    await db.inventoryItem.updateMany({ where, data: { uid: metadata.uid ?? '', differences } })
    expect(await compare(adopted)).toMatchObject({ live: '', after: '' })
    await db.inventoryItem.updateMany({ where, data: { uid: uid ?? '' } })
    expect((await compare(adopted)).live).toContain('size: old')
    expect((await compare(WEB)).live).toContain('replicas: 2')
  })

  test('is not one that only says that it hangs below', async () => {
    const child = idOf('', 'ConfigMap', 'pretender')
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'somebody-else' }]
    await kube.apply(
      child,
      JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'ConfigMap' },
        metadata: { name: 'pretender', namespace: 'acme-shop', ownerReferences },
      }),
    )
    expect(await inDeployment(child)).toEqual(NOT_THERE)
  })
})

describe('a Secret', () => {
  const uidOf = async () => there(await inProject(TOKEN)).uid
  const audited = () =>
    db.auditEvent.findMany({ where: { action: { in: ['secret.reveal', 'access.denied'] } }, orderBy: { id: 'desc' } })

  test('shows no value by any way', async () => {
    const base64 = Buffer.from(PASSWORD).toString('base64')
    await kube.mergePatch(TOKEN, {
      metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"data":"${base64}"}` } },
    })
    const answers = [await inProject(TOKEN), await inDeployment(TOKEN), await listConfig.answer(operator(), names)]
    for (const answer of answers) {
      const text = JSON.stringify(data<object | null>(answer))
      expect(text).toContain('token')
      expect(text).not.toContain(PASSWORD)
      expect(text).not.toContain(base64)
    }
  })

  test('tells one value to who may, and who asked is recorded', async () => {
    const input = { ...names, ...refOf(TOKEN), uid: await uidOf(), key: 'password' }
    const told = data(await perform(revealInProject, operator(), input))
    expect(told).toMatchObject({ key: 'password', text: PASSWORD })
    const [row] = await audited()
    expect(row).toMatchObject({ action: 'secret.reveal', actorName: 'acme-operator', targetName: 'Secret token' })
    expect(JSON.stringify(row)).toContain('password')
    expect(JSON.stringify(row)).not.toContain(PASSWORD)
    const other = { ...managed, ...refOf(TOKEN), uid: await uidOf(), key: 'password' }
    expect(data(await perform(revealInDeployment, operator(), other)).text).toBe(PASSWORD)
  })

  test('tells nothing to a viewer, and not what it does not hold', async () => {
    const input = { ...names, ...refOf(TOKEN), uid: await uidOf(), key: 'password' }
    expect(await perform(revealInProject, viewer(), input)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect((await audited())[0]).toMatchObject({ action: 'access.denied', actorName: 'acme-viewer' })
    expect(await perform(revealInProject, operator(), { ...input, key: 'constructor' })).toMatchObject(NOT_FOUND)
    expect(await perform(revealInProject, operator(), { ...input, uid: 'other' })).toMatchObject({
      error: { code: 'CONFLICT' },
    })
  })
})

describe('changes', () => {
  const seen = async (id: ResourceId) => ({ ...refOf(id), uid: there(await inProject(id)).uid })

  test('scale from the number that was shown', async () => {
    const input = { ...names, ...(await seen(WEB)), from: 2, replicas: 3 }
    expect(await perform(scaleInProject, operator(), input)).toMatchObject({ ok: true })
    expect((await kube.get(WEB))?.['spec']).toMatchObject({ replicas: 3 })
    expect(await perform(scaleInProject, operator(), input)).toMatchObject({
      error: { code: 'CONFLICT', reason: 'version_changed' },
    })
    expect(await perform(scaleInProject, viewer(), input)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    const row = await db.auditEvent.findFirstOrThrow({ where: { action: 'object.scale' }, orderBy: { id: 'desc' } })
    expect(row).toMatchObject({ targetName: 'Deployment web', details: { from: 2, replicas: 3 } })
  })

  test('restart with a new pod template', async () => {
    const input = { ...managed, ...(await seen(WEB)) }
    expect(await perform(restartInDeployment, operator(), input)).toMatchObject({ ok: true })
    expect(JSON.stringify(await kube.get(WEB))).toContain('kubectl.kubernetes.io/restartedAt')
  })

  test('delete the very object, when its name was typed', async () => {
    const id = idOf('', 'ConfigMap', 'gone')
    await put(id, {}, false)
    const input = { ...names, ...(await seen(id)), confirmation: 'gone' }
    expect(await perform(deleteInProject, operator(), { ...input, confirmation: 'other' })).toMatchObject({
      error: { code: 'VALIDATION', reason: 'confirmation_mismatch' },
    })
    expect(await perform(deleteInProject, viewer(), input)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await perform(deleteInProject, operator(), input)).toMatchObject({ ok: true })
    expect(await kube.get(id)).toBeNull()
    await put(id, {}, false)
    expect(await perform(deleteInProject, operator(), input)).toMatchObject({ error: { code: 'CONFLICT' } })
  })

  test('do not give away what bounds the project', async () => {
    const id = idOf('', 'ResourceQuota', 'bound')
    await put(id, { spec: { hard: { pods: '50' } } }, false)
    const input = { ...names, ...(await seen(id)), confirmation: 'bound' }
    expect(await perform(deleteInProject, operator(), input)).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'act_not_possible' },
    })
    await kube.delete(id, { propagation: 'background' })
  })
})

describe('the lists', () => {
  test('search, filter and page on the server, in the namespace alone', async () => {
    await running(WEB)
    const workloads = data(await listWorkloads.answer(operator(), { ...names, search: 'web', kind: 'Deployment' }))
    expect(workloads.items).toMatchObject([{ name: 'web', health: 'Healthy', managedBy: { name: 'web' } }])
    const pods = data(await listPods.answer(viewer(), { ...names, search: 'web-', pageSize: '1', page: '2' }))
    expect(pods).toMatchObject({ page: 2, pageSize: 1, items: [{ owner: { kind: 'ReplicaSet' } }] })
    expect(data(await listEvents.answer(viewer(), { ...names, search: 'ScalingReplicaSet' })).total).toBeGreaterThan(0)
    const rival = { workspace: 'rival', cluster: 'east', project: 'rival-shop' }
    expect(data(await listPods.answer(requestOf('rival-operator'), rival)).total).toBe(0)
    expect(await listPods.answer(requestOf('rival-operator'), names)).toMatchObject(NOT_FOUND)
  })

  test('count what is there and say what is wrong', async () => {
    await running(WEB)
    const claim = idOf('', 'PersistentVolumeClaim', 'waits')
    await put(
      claim,
      {
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'none' },
      },
      false,
    )
    const health = data(await getProjectHealth.answer(viewer(), names))
    expect(health.kinds.find(({ kind }) => kind === 'Deployment')).toMatchObject({ total: 1, health: { Healthy: 1 } })
    expect(health.problems).toContainEqual(expect.objectContaining({ kind: 'PersistentVolumeClaim', name: 'waits' }))
    expect(health.deployments).toMatchObject([{ name: 'web', devopsProject: 'devops' }])
    await kube.delete(claim, { propagation: 'background' })
  })
})

describe('the log of a container', () => {
  const request = { namespace: 'acme-shop', container: 'app', follow: false, previous: false, download: false, tail: 5 }

  test('is what the node has, in lines with their times', async () => {
    const pod = (await running(WEB)).pods[0]?.name ?? ''
    const response = await logResponse(kube, 'user-1', { ...request, pod }, new AbortController().signal)
    const lines = (await response.text()).trimEnd().split('\n')
    expect(lines).toHaveLength(5)
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\S+ \[simulated\] /)
  })

  // The simulated node keeps one sample for both: what is told here is that the request is answered, not which log it is.
  test('is also there of the container before it', async () => {
    const pod = (await running(WEB)).pods[0]?.name ?? ''
    const asked = { ...request, pod, previous: true }
    const response = await logResponse(kube, 'user-1', asked, new AbortController().signal)
    expect((await response.text()).trimEnd().split('\n')).toHaveLength(5)
  })

  test('of a container that there is not says so', async () => {
    const pod = (await running(WEB)).pods[0]?.name ?? ''
    await expect(
      logResponse(kube, 'user-1', { ...request, pod, container: 'none' }, new AbortController().signal),
    ).rejects.toMatchObject({ code: 'PRECONDITION', reason: 'logs_unavailable' })
  })

  test('is not for those who may not see the pod', async () => {
    const pod = { group: '', version: 'v1', kind: 'Pod', namespace: 'rival-shop', object: 'any' }
    await expect(findInProject(world.acme.project, pod)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
