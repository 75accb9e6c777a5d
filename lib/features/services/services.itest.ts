import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import type { ResourceId } from '#lib/engine/model/resource.ts'
import { registerClusterFromKubeconfig } from '#lib/features/clusters/register.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { createWorld, deployToSandbox, requestOf, workAs, type World } from '#lib/testing/world.ts'
import { editExternalAccess } from './actions.ts'
import { changeService, planExternalAccess, recordExternalAccess } from './edit-external-access.ts'
import { getNodePort, listServices } from './queries.ts'
import type { ServiceList, ServiceRow } from './types.ts'

let world: World
let kube: KubeApi
let deploymentId: string
/** What the list said before the cluster was joined. */
let unreached: ActionResult<ServiceList>
const names = { workspace: 'acme', cluster: 'east', project: 'acme-shop' }
const operator = () => requestOf('acme-operator')

const idOf = (name: string): ResourceId => ({ group: '', version: 'v1', kind: 'Service', namespace: 'acme-shop', name })

const markOf = (name: string) => `${deploymentId}:/Service:acme-shop/${name}`

/** As the engine applies it: the field manager owns what Git says. */
const applyService = (name: string, spec: object = {}, marked = name) =>
  kube.apply(
    idOf(name),
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Service' },
      metadata: { name, namespace: 'acme-shop', annotations: { 'ieum.dev/tracking': markOf(marked) } },
      // A label that no other test's pods carry: they share the cluster.
      spec: { selector: { 'services-test': name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
    }),
  )

const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}
const rowOf = async (name: string): Promise<ServiceRow> => {
  const { services } = data(await listServices.answer(operator(), names))
  const row = services.find((candidate) => candidate.name === name)
  if (!row) throw new Error(`no service ${name}`)
  return row
}
const edit = async (name: string, more: object, who = operator()) => {
  const { resourceVersion } = await rowOf(name)
  return perform(editExternalAccess, who, { ...names, service: name, resourceVersion, ...more })
}

beforeAll(async () => {
  world = await createWorld()
  unreached = await listServices.answer(operator(), names)
  ;({ kube, deploymentId } = await deployToSandbox(world))
})
afterAll(async () => {
  await kube.close()
  await world.destroy()
})
beforeEach(async () => {
  for (const name of ['web', 'typed', 'other']) await kube.delete(idOf(name), { propagation: 'background' })
  await applyService('web')
})

describe('joining a cluster', () => {
  test('makes it ready, keeps its connection sealed and its projects labelled', async () => {
    const row = await db.cluster.findUniqueOrThrow({ where: { name: 'east' } })
    expect(row).toMatchObject({ state: 'ready', stateReason: '' })
    expect(row.kubeVersion).toMatch(/^v1\./)
    expect(row.connection).toMatch(/^v1:test:/)
    const namespace = await kube.get({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name: 'acme-shop' })
    expect(namespace?.metadata.labels).toMatchObject({
      'ieum.dev/workspace': 'acme',
      'ieum.dev/project': 'acme-shop',
    })
  })

  test('with a kubeconfig that cannot be used leaves no row behind', async () => {
    const attempt = registerClusterFromKubeconfig({ name: 'broken', kubeconfigText: 'apiVersion: v1\nkind: Config\n' })
    await expect(attempt).rejects.toMatchObject({ name: 'AppError' })
    expect(await db.cluster.count({ where: { name: 'broken' } })).toBe(0)
  })
})

describe('the list', () => {
  test('of a cluster that is being prepared says so', () => {
    expect(unreached).toMatchObject({ error: { code: 'PRECONDITION', reason: 'cluster_preparing' } })
  })

  test('shows the Service, who manages it, and no address from outside', async () => {
    expect(await rowOf('web')).toMatchObject({
      ...{ type: 'ClusterIP', access: 'none', externalAddresses: [], endpoints: { ready: 0, total: 0 } },
      managedBy: { name: 'web', devopsProject: 'devops', selfHeal: true, declaresType: false },
    })
  })

  test('tells where node ports answer, an address that nodes share once', async () => {
    const { nodes } = data(await listServices.answer(operator(), names))
    expect(nodes.map(({ host }) => host)).toEqual(['127.0.0.1'])
  })

  test("says that Git declares the type, and names no other tenant's deployment", async () => {
    await applyService('typed', { type: 'ClusterIP' })
    expect((await rowOf('typed')).managedBy?.declaresType).toBe(true)
    const foreign = { ...names, workspace: 'rival', project: 'rival-shop' }
    expect(data(await listServices.answer(requestOf('rival-operator'), foreign)).services).toEqual([])
  })

  test("takes a mark that was copied from another object for nobody's", async () => {
    await applyService('other', {}, 'web')
    expect((await rowOf('other')).managedBy).toBeNull()
  })

  test('is not for a person of the workspace who was not invited', async () => {
    expect(await listServices.answer(requestOf('acme-regular'), names)).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })
})

describe('editing external access', () => {
  test('opens a node port that every ready node answers, and closes it again', async () => {
    expect(await edit('web', { access: 'NodePort' })).toEqual({ ok: true, data: null })
    const open = await rowOf('web')
    expect(open).toMatchObject({ type: 'NodePort', access: 'NodePort' })
    const nodePort = open.ports[0]?.nodePort ?? 0
    expect(nodePort).toBeGreaterThanOrEqual(30000)
    expect(open.externalAddresses.length).toBeGreaterThan(0)
    expect(open.externalAddresses.every(({ host, port }) => host !== '' && port === nodePort)).toBe(true)
    expect(await edit('web', { access: 'none' })).toMatchObject({ ok: true })
    expect(await rowOf('web')).toMatchObject({ type: 'ClusterIP', ports: [{ nodePort: null }], externalAddresses: [] })
  })

  test('gives the port that was asked for and refuses it to the next one, at its field', async () => {
    expect(await edit('web', { access: 'NodePort', nodePorts: [{ port: 80, nodePort: 31234 }] })).toMatchObject({
      ok: true,
    })
    await applyService('other')
    const refused = await edit('other', { access: 'NodePort', nodePorts: [{ port: 80, nodePort: 31234 }] })
    expect(refused).toMatchObject({
      error: { code: 'VALIDATION', reason: 'node_port_taken', fields: { 'nodePorts.80': { code: 'port_taken' } } },
    })
    expect((await rowOf('other')).type).toBe('ClusterIP')
  })

  test('survives the next apply of a manifest that does not state the type', async () => {
    await edit('web', { access: 'NodePort' })
    await applyService('web')
    expect((await rowOf('web')).type).toBe('NodePort')
  })

  test('made from an old state of the Service is refused', async () => {
    const { resourceVersion } = await rowOf('web')
    await edit('web', { access: 'NodePort' })
    const late = await perform(editExternalAccess, operator(), {
      ...{ ...names, service: 'web', resourceVersion, access: 'LoadBalancer' },
    })
    expect(late).toMatchObject({ error: { code: 'CONFLICT', reason: 'version_changed' } })
  })

  test('of a Service that is not there is refused', async () => {
    const result = await perform(editExternalAccess, operator(), {
      ...{ ...names, service: 'nothing', resourceVersion: '1', access: 'NodePort' },
    })
    expect(result).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  test('is recorded', async () => {
    await edit('web', { access: 'NodePort' })
    const row = await db.auditEvent.findFirstOrThrow({
      where: { action: 'service.edit-external-access' },
      orderBy: { id: 'desc' },
    })
    expect(row).toMatchObject({ actorName: 'acme-operator', targetName: 'web', details: { access: 'NodePort' } })
  })

  test.each([
    ['a port out of range', { access: 'NodePort', nodePorts: [{ port: 80, nodePort: 80 }] }],
    ['an access that there is not', { access: 'Ingress' }],
  ])('is refused before the cluster is asked: %s', async (_, more) => {
    expect(await edit('web', more)).toMatchObject({ error: { code: 'VALIDATION' } })
  })
})

describe('a node port while it is typed', () => {
  const look = (nodePort: number, who = operator(), service = 'web') =>
    getNodePort.answer(who, { ...names, service, port: '80', nodePort: String(nodePort) })
  /** A Service of a namespace that is no project of anybody here. */
  const foreign: ResourceId = { ...idOf('node-port-test'), namespace: 'default' }

  test('is free, or somebody’s, who is named where the person sees the project', async () => {
    await applyService('other')
    expect(data(await look(31_777))).toEqual({ nodePort: 31_777, isTaken: false })
    await edit('other', { access: 'NodePort', nodePorts: [{ port: 80, nodePort: 31_777 }] })
    const taken = { nodePort: 31_777, isTaken: true, by: { namespace: 'acme-shop', name: 'other' } }
    expect(data(await look(31_777))).toEqual(taken)
    expect(data(await look(31_777, operator(), 'other'))).toEqual({ nodePort: 31_777, isTaken: false })
  })

  test('of somebody else is only taken', async () => {
    const spec = { type: 'NodePort', ports: [{ port: 80, nodePort: 31_778 }] }
    await kube.create(
      foreign,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: foreign.name, namespace: 'default' },
        spec,
      }),
    )
    const answer = await look(31_778)
    await kube.delete(foreign, { propagation: 'background' })
    expect(data(answer)).toEqual({ nodePort: 31_778, isTaken: true, by: null })
  })

  test('is for those who may ask for it', async () => {
    expect(await look(31_777, requestOf('acme-viewer'))).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await look(31_777, requestOf('rival-admin'))).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(await look(31_777, operator(), 'nothing')).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(await look(80)).toMatchObject({ error: { code: 'VALIDATION' } })
  })
})

describe('keeping the change despite Git', () => {
  const rules = async () => {
    const { spec } = await db.continuousDeployment.findFirstOrThrow()
    return (spec as { ignoreDifferences: unknown[] }).ignoreDifferences
  }
  beforeEach(async () => {
    const { spec } = await db.continuousDeployment.findFirstOrThrow()
    const plain = { ...(spec as object), ignoreDifferences: [] }
    await db.continuousDeployment.updateMany({ data: { spec: plain } })
  })

  test('tells the deployment what not to compare', async () => {
    const before = await db.continuousDeployment.findFirstOrThrow()
    expect(await edit('web', { access: 'NodePort', keepDespiteGit: true })).toMatchObject({ ok: true })
    expect(await rules()).toEqual([
      {
        ...{ group: '', kind: 'Service', namespace: 'acme-shop', name: 'web' },
        jsonPointers: ['/spec/type', '/spec/ports/0/nodePort'],
        ...{ jqPathExpressions: [], managedFieldsManagers: [] },
      },
    ])
    const after = await db.continuousDeployment.findFirstOrThrow()
    expect(after.generation).toBe(before.generation + 1)
  })

  test('is taken back when the API server refuses the change', async () => {
    await edit('web', { access: 'NodePort', nodePorts: [{ port: 80, nodePort: 31500 }] })
    await applyService('other')
    const row = await rowOf('other')
    const input = { access: 'NodePort', keepDespiteGit: true } as const
    // Between the look and the change somebody else changes the Service: the API server notices.
    const full = { ...names, service: 'other', resourceVersion: row.resourceVersion, nodePorts: [], ...input }
    const actor = await requestOf('acme-operator').actor()
    if (!actor) throw new Error('no actor')
    const plan = await planExternalAccess(actor, world.acme.project, full)
    const recorded = await workAs('acme-operator', (work) => recordExternalAccess(work, world.acme.project, full, plan))
    expect(await rules()).toHaveLength(1)
    await kube.mergePatch(idOf('other'), { metadata: { annotations: { touched: 'yes' } } })
    await expect(changeService(world.acme.project, full, recorded)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await rules()).toEqual([])
  })

  test('is refused when the deployment has all the rules it keeps, and leaves it readable', async () => {
    const { spec } = await db.continuousDeployment.findFirstOrThrow()
    const rule = { group: '', kind: 'Service', jsonPointers: ['/spec/type'] }
    const full = Array.from({ length: 100 }, (_, index) => ({ ...rule, name: `other-${index}` }))
    await db.continuousDeployment.updateMany({ data: { spec: { ...(spec as object), ignoreDifferences: full } } })
    expect(await edit('web', { access: 'NodePort', keepDespiteGit: true })).toMatchObject({
      error: { code: 'VALIDATION', fields: { ignoreDifferences: { code: 'too_long' } } },
    })
    expect(await rowOf('web')).toMatchObject({ type: 'ClusterIP', managedBy: { name: 'web' } })
  })

  test('needs the right to manage the deployment as well', async () => {
    await db.devopsProjectMember.deleteMany({ where: { user: { username: 'acme-operator' } } })
    expect(await edit('web', { access: 'NodePort', keepDespiteGit: true })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    })
    expect(await rules()).toEqual([])
    expect((await rowOf('web')).type).toBe('ClusterIP')
  })
})
