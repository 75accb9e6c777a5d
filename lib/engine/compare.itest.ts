/** What comparing means, on a real API server: the vectors of gitops-semantics 9.2.7, ignore rules, and whose fields are whose. */
import { load as parseYaml } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { toJson } from '#lib/core/json.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { type AsManager, asManager } from '#lib/kube/testing/as-manager.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import { requestReconcile } from './door.ts'
import { type KubeObject, resourceIdOf } from './model/resource.ts'
import { deploymentSpecSchema } from './model/spec.ts'
import {
  type DeploymentOptions,
  type TestDeployment,
  type World,
  askSync,
  configMap,
  createWorld,
  idOf,
  statusWhen,
  webDeployment,
} from './testing/world.ts'

const KUBECTL = 'kubectl-client-side-apply'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

let world: World
let foreign: AsManager
const clusterObjects: ReturnType<typeof idOf>[] = []

beforeAll(async () => {
  world = await createWorld()
  foreign = asManager(sharedConnection())
  world.startEngine()
})
afterAll(async () => {
  await Promise.all(clusterObjects.map((id) => world.kube.delete(id, { propagation: 'background' })))
  await foreign.close()
  await world.end()
})

/** A deployment that is synchronised by hand, and looked at once. */
async function deploy(options: DeploymentOptions): Promise<TestDeployment> {
  const deployment = await world.deploy({ ...options, spec: { syncPolicy: {}, ...options.spec } })
  await statusWhen(deployment.id, ({ lastCheckedAt }) => lastCheckedAt !== null)
  return deployment
}
const sync = ({ id }: TestDeployment) => askSync(id)
const syncedOnce = async (deployment: TestDeployment) => {
  await sync(deployment)
  await statusWhen(deployment.id, (status) => status.sync === 'Synced')
}

/** What the API server says now: a rule that concerns nothing makes every earlier verdict void. */
async function judgeAnew({ id }: TestDeployment) {
  const generation = await withTransaction(async (tx) => {
    const { spec } = await tx.continuousDeployment.findUniqueOrThrow({ where: { id } })
    const known = deploymentSpecSchema.parse(spec)
    const nothing = { group: 'nowhere', kind: 'Nothing', jsonPointers: ['/nothing'] }
    const next = deploymentSpecSchema.parse({ ...known, ignoreDifferences: [...known.ignoreDifferences, nothing] })
    const data = { spec: toJson(next), generation: { increment: 1 } }
    const row = await tx.continuousDeployment.update({ where: { id }, data })
    await requestReconcile(tx, id, 'edited')
    return row.generation
  })
  return statusWhen(id, ({ observedGeneration }) => observedGeneration === generation)
}
const staysSynced = async (deployment: TestDeployment) =>
  expect(await judgeAnew(deployment)).toMatchObject({ sync: 'Synced', outOfSyncCount: 0 })

/** The row of one object once it is as `expected`. */
const itemWhen = ({ id }: TestDeployment, name: string, expected: object) =>
  vi.waitFor(
    async () => {
      const item = await db.inventoryItem.findFirst({ where: { deploymentId: id, name } })
      expect(item).toMatchObject(expected)
      return item
    },
    { timeout: 30_000, interval: 20 },
  )

const webOf = ({ namespace }: { namespace: string }) => idOf('apps/v1', 'Deployment', namespace, 'web')
const mapOf = ({ namespace }: { namespace: string }, name = 'a') => idOf('v1', 'ConfigMap', namespace, name)
const dataOf = async (deployment: TestDeployment) => (await world.kube.get(mapOf(deployment)))?.['data']
const containersOf = async (deployment: TestDeployment) => {
  const live = await world.kube.get(webOf(deployment))
  const spec = live?.['spec'] as { template: { spec: { containers: { name: string; image: string }[] } } } | undefined
  return spec?.template.spec.containers.map(({ name, image }) => `${name} ${image}`)
}

/** Patches the objects of one kind in one namespace as an admission webhook would. */
async function mutate(
  namespace: string,
  resource: [group: string, plural: string],
  expression: string,
  sample: KubeObject,
) {
  const group = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name: namespace } }
  const matchResources = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }
  const rule = { apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'] }
  const policy = {
    ...{ ...group, kind: 'MutatingAdmissionPolicy' },
    spec: {
      matchConstraints: {
        ...matchResources,
        resourceRules: [{ ...rule, apiGroups: [resource[0]], resources: [resource[1]] }],
      },
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }],
    },
  }
  const binding = { ...group, kind: 'MutatingAdmissionPolicyBinding', spec: { policyName: namespace, matchResources } }
  for (const object of [policy, binding]) {
    const id = idOf(group.apiVersion, object.kind, '', namespace)
    clusterObjects.push(id)
    await world.kube.apply(id, JSON.stringify(object))
  }
  // Admission learns of a policy a moment after it was made: a sample tells when.
  const object = { ...sample, metadata: { ...sample.metadata, namespace } }
  const asGiven = JSON.stringify([object.metadata.annotations, podOf(object)])
  await vi.waitFor(
    async () => {
      const made = await world.kube.create(resourceIdOf(object), JSON.stringify(object), { dryRun: true })
      expect(JSON.stringify([made.metadata.annotations, podOf(made)])).not.toBe(asGiven)
    },
    { timeout: 30_000 },
  )
}
/** Names of the containers of an object that has any. */
const podOf = (object: KubeObject): string[] => {
  const spec = object['spec'] as { template?: { spec?: { containers?: { name: string }[] } } } | undefined
  return (spec?.template?.spec?.containers ?? []).map(({ name }) => name)
}
const SAMPLE_MAP: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'sample' } }
const SAMPLE_WEB: KubeObject = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'sample' } },
  spec: {
    selector: { matchLabels: { app: 'sample' } },
    template: {
      metadata: { labels: { app: 'sample' } },
      spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] },
    },
  },
}
const INJECT =
  'Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: "proxy", image: "proxy:1"}]}}}}'
/** Says something else in a dry run, as a webhook does that writes the time. */
const RESTLESS =
  'Object{metadata: Object.metadata{annotations: Object.metadata.annotations{note: has(request.dryRun) && request.dryRun ? "dry" : "real"}}}'

describe('vectors of gitops-semantics 9.2.7', () => {
  it('webhook-injected sidecar: no difference', async () => {
    const deployment = await deploy({
      files: { 'web.yaml': webDeployment('web') },
      prepare: (namespace) => mutate(namespace, ['apps', 'deployments'], INJECT, SAMPLE_WEB),
    })
    await syncedOnce(deployment)
    expect(await containersOf(deployment)).toEqual(['web nginx:1.27', 'proxy proxy:1'])
    await staysSynced(deployment)
    await deployment.push({ 'web.yaml': webDeployment('web').replace('1.27', '1.28') })
    await statusWhen(deployment.id, ({ sync: state }) => state === 'OutOfSync')
    await syncedOnce(deployment)
    expect(await containersOf(deployment)).toEqual(['web nginx:1.28', 'proxy proxy:1'])
    await staysSynced(deployment)
  })

  it('HPA-owned replicas: no difference where Git does not state them', async () => {
    const deployment = await deploy({ files: { 'web.yaml': webDeployment('web').replace(/ {2}replicas: 1\n/, '') } })
    await syncedOnce(deployment)
    await foreign.write('horizontal-pod-autoscaler', webOf(deployment), {
      ...{ plural: 'deployments', subresource: 'scale', body: { spec: { replicas: 3 } } },
    })
    await staysSynced(deployment)
    await syncedOnce(deployment)
    expect(await world.kube.get(webOf(deployment))).toMatchObject({ spec: { replicas: 3 } })
  })

  it('K9: HPA-owned replicas: a difference that names the owner where Git states them', async () => {
    const deployment = await deploy({ files: { 'web.yaml': webDeployment('web', 2) } })
    await syncedOnce(deployment)
    await foreign.write('horizontal-pod-autoscaler', webOf(deployment), {
      ...{ plural: 'deployments', subresource: 'scale', body: { spec: { replicas: 3 } } },
    })
    expect(await itemWhen(deployment, 'web', { sync: 'OutOfSync' })).toMatchObject({
      differences: [{ path: '/spec/replicas', live: 3, desired: 2, owner: 'horizontal-pod-autoscaler' }],
    })
  })

  it('removed field owned by kubectl: shown before the first sync, removed by it, once', async () => {
    const deployment = await deploy({
      files: { 'a.yaml': configMap('a', 'one') },
      prepare: (namespace) => applyByKubectl(namespace, { value: 'one', extra: 'x' }),
    })
    await itemWhen(deployment, 'a', { sync: 'OutOfSync' })
    const item = await itemWhen(deployment, 'a', { syncReason: 'differs' })
    expect(item?.differences).toContainEqual({ path: '/data/extra', live: 'x', owner: KUBECTL })
    await syncedOnce(deployment)
    const live = await world.kube.get(mapOf(deployment))
    expect(live?.['data']).toEqual({ value: 'one' })
    expect(live?.metadata.annotations).not.toHaveProperty([LAST_APPLIED])
    expect(live?.metadata.managedFields?.map(({ manager, operation }) => [manager, operation])).toEqual([
      ['ieum', 'Apply'],
    ])
    await staysSynced(deployment)

    await applyByKubectl(deployment.namespace, { value: 'one', again: 'y' }, 'merge')
    await itemWhen(deployment, 'a', { differences: [{ path: '/data/again', live: 'y', owner: KUBECTL }] })
    await syncedOnce(deployment)
    expect(await dataOf(deployment)).toEqual({ value: 'one' })
  })

  it('removed field owned by kubectl: kept where the object says so', async () => {
    const options = `  annotations:\n    argocd.argoproj.io/sync-options: ClientSideApplyMigration=false\n`
    const deployment = await deploy({
      files: { 'a.yaml': configMap('a', 'two', options) },
      prepare: (namespace) => applyByKubectl(namespace, { value: 'one', extra: 'x' }),
    })
    await syncedOnce(deployment)
    expect(await dataOf(deployment)).toEqual({ value: 'two', extra: 'x' })
  })

  it('defaults that kubectl came to own when it created the object: no difference, and nothing is given anew', async () => {
    const service = { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80 }] }
    const serviceId = (namespace: string) => idOf('v1', 'Service', namespace, 's')
    const deployment = await deploy({
      files: {
        's.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: ${JSON.stringify(service)}\n`,
        'web.yaml': webDeployment('web'),
      },
      prepare: async (namespace) => {
        const metadata = { namespace }
        const body = { apiVersion: 'v1', kind: 'Service', metadata: { ...metadata, name: 's' }, spec: service }
        await foreign.write(KUBECTL, serviceId(namespace), { plural: 'services', body, how: 'create' })
        const web = parseYaml(webDeployment('web')) as object
        await foreign.write(KUBECTL, webOf({ namespace }), { plural: 'deployments', body: web, how: 'create' })
      },
    })
    const specs = async () =>
      (await Promise.all([serviceId(deployment.namespace), webOf(deployment)].map((id) => world.kube.get(id)))).map(
        (live) => live?.['spec'],
      )
    const before = await specs()
    for (const name of ['s', 'web']) {
      const item = await itemWhen(deployment, name, { syncReason: 'differs' })
      const differences = item?.differences as { path: string }[]
      expect(differences.filter(({ path }) => !/^\/metadata\/(labels|annotations)/.test(path))).toEqual([])
    }
    await syncedOnce(deployment)
    expect(await specs()).toEqual(before)
  })

  it('immutable selector: OutOfSync, and the reason says that it has to be replaced', async () => {
    const deployment = await deploy({ files: { 'web.yaml': webDeployment('web') } })
    await syncedOnce(deployment)
    await deployment.push({ 'web.yaml': webDeployment('web').replaceAll('app: web', 'app: other') })
    const reason = 'object_immutable'
    expect(await itemWhen(deployment, 'web', { syncReason: reason })).toMatchObject({ sync: 'OutOfSync' })
  })

  it('CRD default: no difference', async () => {
    const group = `c${Math.random().toString(36).slice(2)}.example.org`
    clusterObjects.push(idOf('apiextensions.k8s.io/v1', 'CustomResourceDefinition', '', `widgets.${group}`))
    const deployment = await deploy({
      files: {
        'crd.yaml': widgetDefinition(group),
        'w.yaml': `apiVersion: ${group}/v1\nkind: Widget\nmetadata: {name: w}\nspec: {a: 1}\n`,
      },
      policy: { clusterKinds: [{ group: '*', kind: '*' }] },
    })
    await syncedOnce(deployment)
    expect(await world.kube.get(idOf(`${group}/v1`, 'Widget', deployment.namespace, 'w'))).toMatchObject({
      spec: { a: 1, size: 'medium' },
    })
    await staysSynced(deployment)
  })

  it('Secret stringData: no difference, and a changed value is one', async () => {
    const secret = (value: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {token: ${value}}\n`
    const deployment = await deploy({ files: { 'a.yaml': secret('first') } })
    await syncedOnce(deployment)
    await staysSynced(deployment)
    await deployment.push({ 'a.yaml': secret('second') })
    const item = await itemWhen(deployment, 'a', { sync: 'OutOfSync' })
    expect(item?.differences).toMatchObject([{ path: '/data/token' }])
  })

  it('quantities, defaults of a Service, empty maps: no difference', async () => {
    const limits = 'resources: {limits: {cpu: 1000m, memory: 1024Mi}, requests: {cpu: "0.5", memory: 512000Ki}}'
    const deployment = await deploy({
      files: {
        'web.yaml': webDeployment('web').replace('ports: [', `${limits}\n          ports: [`),
        'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: s, labels: {}}\nspec: {ports: [{port: 80}]}\n',
        'empty.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: e}\ndata: {}\n',
      },
    })
    await syncedOnce(deployment)
    expect(await judgeAnew(deployment)).toMatchObject({ sync: 'Synced', objectCount: 3 })
  })

  it('duplicate keys in a list of ports: an error that names the place', async () => {
    const ports = 'ports: [{port: 80, name: a}, {port: 80, name: b}]'
    const deployment = await deploy({
      files: { 's.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {${ports}}\n` },
    })
    const item = await itemWhen(deployment, 's', { sync: 'OutOfSync', syncReason: 'object_invalid' })
    expect(item?.syncParams).toMatchObject({ field: 'spec.ports' })
    expect(item?.syncMessage).toContain('duplicate')
  })
})

/** As `kubectl apply` without server side does: an "Update", and the manifest in an annotation. */
const applyByKubectl = (namespace: string, data: object, how: 'create' | 'merge' = 'create') => {
  const annotations = { [LAST_APPLIED]: JSON.stringify({ data }) }
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace, annotations }, data }
  return foreign.write(KUBECTL, mapOf({ namespace }), { plural: 'configmaps', body, how })
}

const widgetDefinition = (group: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.${group}}
spec:
  group: ${group}
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget, listKind: WidgetList}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties: {a: {type: integer}, size: {type: string, default: medium}}
`

describe('rules for what is not compared', () => {
  const rules = (...ignoreDifferences: object[]) => ({
    ignoreDifferences: ignoreDifferences.map((rule) => ({ group: '*', kind: '*', ...rule })),
  })
  const setImage = (deployment: TestDeployment, manager: string, image: string) =>
    foreign.write(manager, webOf(deployment), {
      plural: 'deployments',
      how: 'apply',
      body: {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } },
        spec: { template: { spec: { containers: [{ name: 'web', image }] } } },
      },
    })

  it('by jq path: the fields that the expression names', async () => {
    const spec = rules({ jqPathExpressions: ['.spec.template.spec.containers[] | select(.name == "web") | .image'] })
    const deployment = await deploy({ files: { 'web.yaml': webDeployment('web') }, spec })
    await syncedOnce(deployment)
    await setImage(deployment, 'image-updater', 'nginx:9')
    await staysSynced(deployment)
    await foreign.write('somebody', webOf(deployment), { plural: 'deployments', body: { spec: { replicas: 4 } } })
    const item = await itemWhen(deployment, 'web', { sync: 'OutOfSync' })
    expect(item?.differences).toEqual([{ path: '/spec/replicas', live: 4, desired: 1, owner: 'somebody' }])
  })

  it('by manager, for kinds by glob: whatever that manager owns', async () => {
    const spec = rules({ kind: 'Deploy*', managedFieldsManagers: ['image-updater'] })
    const deployment = await deploy({ files: { 'web.yaml': webDeployment('web') }, spec })
    await syncedOnce(deployment)
    await setImage(deployment, 'image-updater', 'nginx:9')
    await staysSynced(deployment)
    await setImage(deployment, 'somebody', 'nginx:10')
    const item = await itemWhen(deployment, 'web', { sync: 'OutOfSync' })
    expect(item?.differences).toMatchObject([{ live: 'nginx:10', desired: 'nginx:1.27', owner: 'somebody' }])
  })

  it('respected: a sync leaves the ignored field and writes the others', async () => {
    const spec = { ...rules({ jqPathExpressions: ['.spec.template.spec.containers[].image'] }) }
    const deployment = await deploy({
      files: { 'web.yaml': webDeployment('web') },
      spec: { ...spec, syncPolicy: { respectIgnoreDifferences: true } },
    })
    await syncedOnce(deployment)
    await setImage(deployment, 'image-updater', 'nginx:9')
    await deployment.push({ 'web.yaml': webDeployment('web', 2) })
    await itemWhen(deployment, 'web', { sync: 'OutOfSync' })
    await syncedOnce(deployment)
    expect(await containersOf(deployment)).toEqual(['web nginx:9'])
    expect(await world.kube.get(webOf(deployment))).toMatchObject({ spec: { replicas: 2 } })
  })

  it('that cannot be evaluated: nobody says Synced, and the expression is named', async () => {
    const expression = '.data | tostring'
    const deployment = await deploy({
      files: { 'a.yaml': configMap('a', 'one') },
      spec: rules({ jqPathExpressions: [expression] }),
    })
    await syncedOnce(deployment)
    await foreign.write('somebody', mapOf(deployment), { plural: 'configmaps', body: { data: { value: 'two' } } })
    const item = await itemWhen(deployment, 'a', { sync: 'Unknown', syncReason: 'ignore_expression_failed' })
    expect(item?.syncParams).toMatchObject({ expression, object: 'ConfigMap a' })
  })
})

describe('whose fields are whose', () => {
  it('fields of others that an apply would change are told, with who writes them, and are no difference', async () => {
    const deployment = await deploy({
      files: { 'a.yaml': configMap('a', 'one') },
      prepare: (namespace) => mutate(namespace, ['', 'configmaps'], RESTLESS, SAMPLE_MAP),
    })
    await syncedOnce(deployment)
    expect((await world.kube.get(mapOf(deployment)))?.metadata.annotations).toMatchObject({ note: 'real' })
    await judgeAnew(deployment)
    const item = await itemWhen(deployment, 'a', { sync: 'Synced', syncReason: 'others_write', differences: [] })
    expect(item?.syncParams).toMatchObject({ path: '/metadata/annotations/note', count: 1 })
  })
})
