/**
 * Hostile manifests on a real API server. Each name begins with the row of the threat list that it answers; what is decided without anybody
 * being asked is in plan/hostile-manifests.test.ts. The engine still acts with one identity for all: that it writes as an account of the
 * DevOps project, so that Kubernetes refuses a second time, is a later step.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import { createTransport } from '#lib/kube/transport.ts'
import type { ApiKind } from '#lib/kube/types.ts'
import { requestReconcile } from './door.ts'
import type { KubeObject } from './model/resource.ts'
import { AUTOMATIC, type World, configMap, createWorld, idOf, manifest, runsOf, statusWhen } from './testing/world.ts'

type Part = Record<string, unknown>

/** Cluster-scoped kinds that objects can be made of, as the API server tells them. */
async function clusterScopedKinds(): Promise<ApiKind[]> {
  type Group = {
    metadata: { name?: string }
    versions: { version: string; resources?: (Part & { responseKind?: { kind: string } })[] }[]
  }
  const transport = createTransport(sharedConnection())
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  const bodies = await Promise.all(
    ['/api', '/apis'].map((path) => transport.send({ method: 'GET', path, accept, repeatable: true })),
  )
  await transport.close()
  const groups = bodies.flatMap((body) => (JSON.parse(body) as { items: Group[] }).items)
  return groups.flatMap(({ metadata, versions }) =>
    versions.flatMap(({ version, resources }) =>
      (resources ?? []).flatMap(({ resource, responseKind, scope, verbs }) =>
        scope === 'Cluster' && responseKind && (verbs as string[]).includes('create')
          ? [
              {
                ...{ group: metadata.name ?? '', version, kind: responseKind.kind, plural: resource as string },
                ...{ namespaced: false, verbs: verbs as string[] },
              },
            ]
          : [],
      ),
    ),
  )
}

const apiVersionOf = ({ group, version }: { group: string; version: string }) =>
  group === '' ? version : `${group}/${version}`

const namespaceId = (name: string) => idOf('v1', 'Namespace', '', name)

/** Every managed object with the reason of its sync status. */
const reasonsOf = async (deploymentId: string) => {
  const items = await db.inventoryItem.findMany({ where: { deploymentId }, orderBy: { name: 'asc' } })
  return items.map(({ kind, name, syncReason }) => [kind, name, syncReason])
}

const pod = (name: string, spec: Part, container: Part = {}): string =>
  manifest('v1', 'Pod', name, { spec: { containers: [{ name: 'c', image: 'busybox', ...container }], ...spec } })

vi.setConfig({ testTimeout: 120_000 })

describe('hostile manifests', () => {
  let world: World

  beforeAll(async () => {
    // Two dozen deployments that cannot be synchronised are looked at again and again.
    world = await createWorld({ environment: { IEUM_POLL_SECONDS: '3' } })
    world.startEngine()
  })
  afterAll(() => world.end())

  /** Deploys and waits until the engine has refused; nothing of the deployment is then in the cluster. */
  async function refused(files: Record<string, string>, options: Part = {}) {
    const deployment = await world.deploy({ files, ...options })
    const status = await statusWhen(
      deployment.id,
      ({ sync, lastCheckedAt }) => sync === 'OutOfSync' && lastCheckedAt !== null,
      60_000,
    )
    expect(status.syncedCommit).toBe('')
    return { ...deployment, status }
  }

  const liveOf = (namespace: string, apiVersion: string, kind: string, name: string) =>
    world.kube.get(idOf(apiVersion, kind, namespace, name))

  it('M1 refuses every cluster-scoped kind that the cluster serves, and writes nothing of the rest', async () => {
    const kinds = await clusterScopedKinds()
    const names = kinds.map(({ kind }) => kind)
    for (const kind of [
      'ClusterRole',
      'ClusterRoleBinding',
      'CustomResourceDefinition',
      'MutatingWebhookConfiguration',
      'ValidatingAdmissionPolicy',
      'APIService',
      'PersistentVolume',
      'StorageClass',
      'PriorityClass',
      'Namespace',
    ])
      expect(names).toContain(kind)
    const files = Object.fromEntries(
      kinds.map((kind, index) => [
        `${index}.yaml`,
        manifest(apiVersionOf(kind), kind.kind, 'm1.hostile.example.org', {}, { namespace: 'kube-system' }),
      ]),
    )
    const { id, namespace } = await refused({ ...files, 'z.yaml': configMap('z', 'one') })
    const items = await db.inventoryItem.findMany({ where: { deploymentId: id } })
    const reasons = new Map(items.map(({ group, kind, syncReason }) => [`${group}/${kind}`, syncReason]))
    // A kind that is served in several versions is one object, and named twice.
    const versions = Map.groupBy(kinds, ({ group, kind }) => `${group}/${kind}`)
    for (const [key, served] of versions)
      expect([key, reasons.get(key)]).toEqual([key, served.length > 1 ? 'duplicate_object' : 'kind_not_allowed'])
    const readable = kinds.filter(({ verbs }) => verbs.includes('get'))
    const lives = await Promise.all(
      readable.map((kind) => liveOf('', apiVersionOf(kind), kind.kind, 'm1.hostile.example.org')),
    )
    expect(lives.every((live) => live === null)).toBe(true)
    expect(await liveOf(namespace, 'v1', 'ConfigMap', 'z')).toBeNull()
  })

  it('M1 lets one through that the policy names', async () => {
    const name = `m1-${Date.now()}`
    const { id } = await world.deploy({
      files: { 'a.yaml': manifest('rbac.authorization.k8s.io/v1', 'ClusterRole', name, { rules: [] }) },
      policy: { clusterKinds: [{ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }] },
    })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const role = idOf('rbac.authorization.k8s.io/v1', 'ClusterRole', '', name)
    expect(await world.kube.get(role)).not.toBeNull()
    await world.kube.delete(role, { propagation: 'background' })
  })

  it('M2 writes into no namespace of others, whoever names it: manifest, List, hook or kustomization', async () => {
    const victim = await world.deploy({ files: { 'v.yaml': configMap('v', 'one') } })
    const hook = { namespace: 'kube-public', annotations: { 'argocd.argoproj.io/hook': 'PreSync' } }
    const inList = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'm2-list', namespace: 'kube-system' } }
    const { id } = await refused({
      'a.yaml': manifest('v1', 'ConfigMap', 'm2-project', {}, { namespace: victim.namespace }),
      'b.yaml': manifest('v1', 'ConfigMap', 'm2-default', {}, { namespace: 'default' }),
      'c.yaml': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [inList] }),
      'd.yaml': manifest('v1', 'ConfigMap', 'm2-hook', {}, hook),
      'e.yaml': configMap('m2-own', 'one'),
    })
    expect(await reasonsOf(id)).toEqual([
      ['ConfigMap', 'm2-default', 'namespace_not_allowed'],
      ['ConfigMap', 'm2-list', 'namespace_not_allowed'],
      ['ConfigMap', 'm2-own', 'missing_in_cluster'],
      ['ConfigMap', 'm2-project', 'namespace_not_allowed'],
    ])
    const { status } = await refused({
      'kustomization.yaml': 'namespace: kube-system\nresources: [a.yaml]\n',
      'a.yaml': configMap('m2-kustomize', 'one'),
    })
    expect(status.syncReason).toBe('namespace_not_allowed')
    const places = [
      [victim.namespace, 'm2-project'],
      ['default', 'm2-default'],
      ['kube-system', 'm2-list'],
      ['kube-public', 'm2-hook'],
      ['kube-system', 'm2-kustomize'],
    ] as const
    for (const [namespace, name] of places)
      expect([name, await liveOf(namespace, 'v1', 'ConfigMap', name)]).toEqual([name, null])
  })

  it('M2 writes into no namespace that the set only claims to make', async () => {
    const files = (annotations: Part) => ({
      'a.yaml': manifest('v1', 'Namespace', 'kube-system', {}, { annotations }),
      'b.yaml': manifest('v1', 'ConfigMap', 'm2-claimed', {}, { namespace: 'kube-system' }),
    })
    const mayMake = { policy: { clusterKinds: [{ group: '', kind: 'Namespace' }] } }
    const cases: [Part, Part][] = [
      [{ 'argocd.argoproj.io/hook': 'Skip' }, {}],
      [{ 'helm.sh/hook': 'test' }, {}],
      [{ 'argocd.argoproj.io/hook': 'PostSync' }, mayMake],
      [{}, mayMake],
    ]
    await Promise.all(
      cases.map(async ([annotations, options]) => {
        const { id, status } = await refused(files(annotations), options)
        expect([annotations, status.syncReason]).toEqual([annotations, 'namespace_not_allowed'])
        expect((await runsOf(id)).map(({ phase }) => phase)).toEqual(['Failed'])
      }),
    )
    expect(await liveOf('kube-system', 'v1', 'ConfigMap', 'm2-claimed')).toBeNull()
    const { metadata } = (await world.kube.get(namespaceId('kube-system'))) as KubeObject
    expect(metadata.labels).not.toHaveProperty('ieum.dev/workspace')
  })

  it('M3 puts what names no namespace into the destination, and takes no object without a name', async () => {
    const { id, namespace } = await world.deploy({ files: { 'a.yaml': manifest('v1', 'ConfigMap', 'm3') } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    expect(await liveOf(namespace, 'v1', 'ConfigMap', 'm3')).not.toBeNull()
    const generated = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'm3-' } })
    const { status } = await refused({ 'a.yaml': generated })
    expect(status).toMatchObject({ syncReason: 'object_invalid', syncMessage: 'metadata.name' })
    const nameless = await world.deploy({
      files: { 'a.yaml': JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap' }) },
    })
    const { condition } = await statusWhen(nameless.id, (row) => row.condition !== null)
    expect(condition).toMatchObject({ stage: 'render', reason: 'render_yaml' })
  })

  it('M3 refuses a name that no path and no database can hold, and goes on', async () => {
    const { id, push } = await refused({
      'a.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: "a\\0b"}}',
      'b.yaml': '{apiVersion: v1, kind: "Config\\0Map", metadata: {name: b}}',
      'c.yaml': '{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: "c\\0"}}',
    })
    expect(await reasonsOf(id)).toEqual([
      ['ConfigMap', 'a␀b', 'object_invalid'],
      ['Config␀Map', 'b', 'kind_unknown'],
      ['ConfigMap', 'c', 'namespace_not_allowed'],
    ])
    const commit = await push({ 'a.yaml': configMap('a', 'one') })
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === commit)
  })

  it('M4 hands out no rights and no tokens of others', async () => {
    const rbac = 'rbac.authorization.k8s.io/v1'
    const everything = { rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] }
    const annotations = { 'kubernetes.io/service-account.name': 'default' }
    const { id, namespace } = await refused({
      'a.yaml': manifest(rbac, 'RoleBinding', 'admin', {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'ServiceAccount', name: 'default' }],
      }),
      'b.yaml': manifest(rbac, 'Role', 'everything', everything),
      'c.yaml': manifest('v1', 'Secret', 'token', { type: 'kubernetes.io/service-account-token' }, { annotations }),
    })
    expect(await reasonsOf(id)).toEqual([
      ['RoleBinding', 'admin', 'rights_not_allowed'],
      ['Role', 'everything', 'rights_not_allowed'],
      ['Secret', 'token', 'rights_not_allowed'],
    ])
    expect(await liveOf(namespace, rbac, 'RoleBinding', 'admin')).toBeNull()
    expect(await liveOf(namespace, 'v1', 'Secret', 'token')).toBeNull()
  })

  it('M5 refuses to replace the quota of the project, and leaves it as it is', async () => {
    const quota = (pods: string) => manifest('v1', 'ResourceQuota', 'ieum-quota', { spec: { hard: { pods } } })
    const { id, namespace } = await refused(
      { 'a.yaml': quota('1000'), 'b.yaml': configMap('b', 'one') },
      { prepare: (name: string) => world.kube.create(idOf('v1', 'ResourceQuota', name, 'ieum-quota'), quota('3')) },
    )
    expect(await reasonsOf(id)).toContainEqual(['ResourceQuota', 'ieum-quota', 'quota_not_allowed'])
    expect(await liveOf(namespace, 'v1', 'ResourceQuota', 'ieum-quota')).toMatchObject({
      spec: { hard: { pods: '3' } },
    })
  })

  it('M5 shows how Pod Security refuses a pod, and a Deployment whose pods it refuses', async () => {
    const restrict = (namespace: string) =>
      world.kube.mergePatch(namespaceId(namespace), {
        metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      })
    const { id, status } = await refused(
      {
        'a.yaml': pod('host-path', { volumes: [{ name: 'root', hostPath: { path: '/' } }] }),
        'b.yaml': pod('privileged', {}, { securityContext: { privileged: true } }),
        'c.yaml': pod('host-network', { hostNetwork: true }),
        'd.yaml': pod('host-pid', { hostPID: true }),
      },
      { prepare: restrict },
    )
    expect(status).toMatchObject({ syncReason: 'admission_denied' })
    const items = await db.inventoryItem.findMany({ where: { deploymentId: id }, orderBy: { name: 'asc' } })
    expect(
      items.map(({ name, syncMessage }) => [name, syncMessage.match(/hostPath|privileged|host namespaces/)?.[0]]),
    ).toEqual([
      ['host-network', 'host namespaces'],
      ['host-path', 'hostPath'],
      ['host-pid', 'host namespaces'],
      ['privileged', 'privileged'],
    ])
    const template = {
      metadata: { labels: { app: 'm5' } },
      spec: { containers: [{ name: 'c', image: 'busybox', securityContext: { privileged: true } }] },
    }
    const spec = { selector: { matchLabels: { app: 'm5' } }, template }
    const files = { 'a.yaml': manifest('apps/v1', 'Deployment', 'm5', { spec }) }
    const { id: other } = await world.deploy({ files, prepare: restrict })
    const waiting = await statusWhen(
      other,
      ({ health, healthMessage }) => health === 'Progressing' && healthMessage !== '',
    )
    expect(waiting).toMatchObject({ sync: 'Synced', healthReason: 'rollout_waiting' })
    expect(waiting.healthMessage).toContain('violates PodSecurity "restricted')
  })

  const service = (name: string, spec: Part) => manifest('v1', 'Service', name, { spec })
  const nodePort = (name: string, port?: number) =>
    service(name, { type: 'NodePort', ports: [{ port: 80, ...(port && { nodePort: port }) }] })

  it('M6 refuses addresses that are not the deployment’s to take, and a node port that is taken', async () => {
    const first = await world.deploy({ files: { 'a.yaml': nodePort('first') } })
    await statusWhen(first.id, ({ sync }) => sync === 'Synced')
    const live = await liveOf(first.namespace, 'v1', 'Service', 'first')
    const taken = (live?.['spec'] as { ports: { nodePort: number }[] } | undefined)?.ports[0]?.nodePort
    expect(taken).toBeGreaterThan(1024)
    const { id } = await refused({
      'a.yaml': nodePort('port-taken', taken),
      'b.yaml': service('external-ips', { ports: [{ port: 443 }], externalIPs: ['203.0.113.7'] }),
      'c.yaml': service('metadata', { type: 'ExternalName', externalName: 'metadata.google.internal' }),
    })
    expect(await reasonsOf(id)).toEqual([
      ['Service', 'external-ips', 'address_not_allowed'],
      ['Service', 'metadata', 'address_not_allowed'],
      ['Service', 'port-taken', 'node_port_taken'],
    ])
  })

  it('M6 shows how the API server refuses node ports outside of its range, which no dry run tells', async () => {
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': nodePort('port-22', 22), 'b.yaml': nodePort('port-65000', 65_000) },
      spec: { syncPolicy: { ...AUTOMATIC, retry: { limit: 0 } } },
    })
    const { results } = await vi.waitFor(
      async () => {
        const [run] = await runsOf(id)
        if (run?.phase !== 'Failed') throw new Error('not failed yet')
        return run
      },
      { timeout: 30_000 },
    )
    expect(results.map(({ name, state, reason }) => [name, state, reason])).toEqual([
      ['port-22', 'failed', 'object_invalid'],
      ['port-65000', 'failed', 'object_invalid'],
    ])
    for (const { message } of results) expect(message).toContain('provided port is not in the valid range')
    expect(await liveOf(namespace, 'v1', 'Service', 'port-22')).toBeNull()
  })

  it('M7 flattens Lists inside Lists, and refuses a thousand levels before anything is written', async () => {
    const nested = (depth: number): Part =>
      depth === 0
        ? { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm7' } }
        : { apiVersion: 'v1', kind: 'List', items: [nested(depth - 1)] }
    const { id, namespace, push } = await world.deploy({ files: { 'a.yaml': JSON.stringify(nested(3)) } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    expect(await liveOf(namespace, 'v1', 'ConfigMap', 'm7')).not.toBeNull()
    await push({ 'a.yaml': JSON.stringify(nested(1000)) })
    const { condition } = await statusWhen(id, (row) => row.condition !== null)
    expect(condition).toMatchObject({ stage: 'render', reason: 'render_too_deep' })
    expect(await liveOf(namespace, 'v1', 'ConfigMap', 'm7')).not.toBeNull()
  })

  it('M8 refuses an object twice in one set, and one that another deployment owns, whatever mark it brings', async () => {
    const twice = await refused({ 'a.yaml': configMap('m8', 'one'), 'b.yaml': configMap('m8', 'two') })
    expect(twice.status).toMatchObject({ syncReason: 'duplicate_object', syncMessage: 'a.yaml, b.yaml' })
    const victim = await world.deploy({ files: { 'a.yaml': configMap('m8', 'owner') } })
    await statusWhen(victim.id, ({ sync }) => sync === 'Synced')
    const place = { namespace: victim.namespace }
    const mark = `${victim.id}:/ConfigMap:${victim.namespace}/m8`
    const forged = {
      ...place,
      annotations: { 'ieum.dev/tracking': mark },
      labels: { 'ieum.dev/deployment': victim.id },
    }
    const { id, status } = await refused(
      { 'a.yaml': manifest('v1', 'ConfigMap', 'm8', { data: { value: 'thief' } }, forged) },
      { policy: { extraNamespaces: [{ cluster: 'sandbox', namespace: victim.namespace }] } },
    )
    expect(status).toMatchObject({ syncReason: 'owned_by_other', syncParams: { owner: victim.namespace } })
    const [run] = await runsOf(id)
    expect(run).toMatchObject({ phase: 'Failed', reason: 'owned_by_other' })
    expect(await liveOf(victim.namespace, 'v1', 'ConfigMap', 'm8')).toMatchObject({
      data: { value: 'owner' },
      metadata: { annotations: { 'ieum.dev/tracking': mark } },
    })
  })

  it('M9 takes off what only Ieum and the API server write, and stays in step with such a manifest', async () => {
    const forged = {
      uid: '0b1c2d3e-0000-4000-8000-00000000dead',
      resourceVersion: '1',
      generation: 99,
      creationTimestamp: '2000-01-01T00:00:00Z',
      deletionTimestamp: '2000-01-01T00:00:00Z',
      ownerReferences: [{ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system', uid: 'u' }],
      managedFields: [
        { manager: 'rival', operation: 'Apply', apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1: {} },
      ],
      finalizers: ['ieum.dev/hook'],
      labels: { 'ieum.dev/deployment': 'rival', 'ieum.dev/workspace': 'rival' },
      annotations: { 'ieum.dev/tracking': 'rival:/x:/y', 'ieum.dev/run': 'rival/PreSync' },
    }
    const template = {
      metadata: { labels: { app: 'm9' } },
      spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
    }
    const spec = { selector: { matchLabels: { app: 'm9' } }, template }
    const status = { observedGeneration: 99, replicas: 7, readyReplicas: 7 }
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': manifest('apps/v1', 'Deployment', 'm9', { spec, status }, forged) },
    })
    const before = await statusWhen(id, ({ sync, health }) => sync === 'Synced' && health === 'Healthy')
    const live = (await liveOf(namespace, 'apps/v1', 'Deployment', 'm9')) as KubeObject
    expect(live.metadata).toMatchObject({
      generation: 1,
      labels: { 'ieum.dev/deployment': id },
      annotations: { 'ieum.dev/tracking': `${id}:apps/Deployment:${namespace}/m9` },
    })
    expect(live.metadata.uid).not.toBe(forged.uid)
    expect(live.metadata.ownerReferences ?? live.metadata.finalizers ?? live.metadata.deletionTimestamp).toBeUndefined()
    expect(live.metadata.labels).not.toHaveProperty('ieum.dev/workspace')
    expect(live.metadata.annotations).not.toHaveProperty('ieum.dev/run')
    expect(live.metadata.managedFields?.map(({ manager }) => manager)).not.toContain('rival')
    expect(live['status']).toMatchObject({ replicas: 1 })
    await withTransaction((tx) => requestReconcile(tx, id, 'refresh'))
    const after = await statusWhen(id, (row) => Number(row.lastCheckedAt) > Number(before.lastCheckedAt))
    expect(after).toMatchObject({ sync: 'Synced', outOfSyncCount: 0 })
    expect(await runsOf(id)).toHaveLength(1)
  })
})
