/** What the API server itself lets a DevOps project do: with the policy's checks, and without them. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { toJson } from '#lib/core/json.ts'
import { createJq } from '#lib/jq/jq.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { parseBody } from '#lib/kube/errors.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import { createTransport } from '#lib/kube/transport.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { logger } from '#lib/observability/logger.ts'
import { createClusterRegistry } from '../clusters/registry.ts'
import { DEVOPS_PROJECT_LABEL } from '../model/labels.ts'
import { type DevopsPolicy, devopsPolicySchema } from '../model/policy.ts'
import { planDraft } from '../reconcile/preview.ts'
import type { Look } from '../reconcile/pass.ts'
import type { Snapshot } from '../reconcile/snapshot.ts'
import { createVerdicts } from '../reconcile/verdicts.ts'
import { createQuiet } from '../runtime/quiet.ts'
import type { Source } from '../source/source.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import {
  AUTOMATIC,
  type TestDeployment,
  type World,
  configMap,
  createWorld,
  idOf,
  manifest,
  runsOf,
  statusWhen,
} from '../testing/world.ts'
import { createIdentities } from './identities.ts'
import { identityName } from './rights.ts'

vi.setConfig({ testTimeout: 60_000 })

const RBAC = 'rbac.authorization.k8s.io/v1'
const EVERYTHING: DevopsPolicy = devopsPolicySchema.parse({
  clusterKinds: [{ group: '*', kind: '*' }],
  externalIps: true,
})

describe('a DevOps project on a cluster', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
    world.startEngine()
  })
  afterAll(() => world.end())

  const snapshotOf = async (id: string): Promise<Snapshot> => {
    const snapshot = await loadSnapshot(id)
    if (snapshot === null) throw new Error('the deployment is gone')
    return snapshot
  }
  const synced = async (deployment: TestDeployment) => {
    await statusWhen(deployment.id, ({ sync }) => sync === 'Synced')
    return deployment
  }
  const setPolicy = (devopsProjectId: string, policy: Partial<DevopsPolicy>) =>
    db.devopsProject.update({ where: { id: devopsProjectId }, data: { policy: toJson(policy) } })

  /** What the DevOps project has on the cluster, as "kind namespace". */
  async function rightsOf(devopsProjectId: string): Promise<string[]> {
    const discovery = await world.kube.discover()
    const name = identityName(devopsProjectId)
    const account = await world.kube.get(idOf('v1', 'ServiceAccount', 'ieum-system', name))
    const kinds = ['RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].flatMap(
      (kind) => discovery.find('rbac.authorization.k8s.io', 'v1', kind) ?? [],
    )
    const labelSelector = `${DEVOPS_PROJECT_LABEL}=${devopsProjectId}`
    const lists = await Promise.all(kinds.map((kind) => world.kube.list(kind, { labelSelector })))
    const objects = [...(account ? [account] : []), ...lists.flat()]
    return objects.map(({ kind, metadata }) => [kind, metadata.namespace].filter(Boolean).join(' '))
  }

  /** Clients of this process, beside the engine's: nothing of the engine's checks is between them and the API server. */
  function inThisProcess(connect: (connection: KubeConnection) => KubeApi = createKubeApi) {
    const clusters = createClusterRegistry(connect, () => undefined)
    const identities = createIdentities(
      clusters,
      () => performance.now(),
      () => undefined,
    )
    const clientOf = async (snapshot: Snapshot) => (await identities.open(snapshot, snapshot.cluster)).api
    return { clusters, identities, clientOf }
  }

  it('has an account, and rights in its project and nowhere else', async () => {
    const { id, namespace } = await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } }))
    const { devopsProject } = await snapshotOf(id)
    expect(await rightsOf(devopsProject.id)).toEqual(['ServiceAccount ieum-system', `RoleBinding ${namespace}`])
  })

  it('has rights in extra namespaces and on allowed kinds of the whole cluster, as its policy says', async () => {
    const other = await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } }))
    const policy = {
      extraNamespaces: [{ cluster: 'sandbox', namespace: other.namespace }],
      clusterKinds: [{ group: 'scheduling.k8s.io', kind: 'PriorityClass' }],
    }
    const files = {
      'a.yaml': configMap('mine', 'one', `  namespace: ${other.namespace}\n`),
      'b.yaml': manifest('scheduling.k8s.io/v1', 'PriorityClass', `p-${other.namespace}`, { value: 7 }),
    }
    const { id, namespace } = await synced(await world.deploy({ files, policy }))
    const { devopsProject } = await snapshotOf(id)
    expect(new Set(await rightsOf(devopsProject.id))).toEqual(
      new Set([
        'ServiceAccount ieum-system',
        'ClusterRole',
        'ClusterRoleBinding',
        `RoleBinding ${namespace}`,
        `RoleBinding ${other.namespace}`,
      ]),
    )
    const role = await world.kube.get(idOf(RBAC, 'ClusterRole', '', identityName(devopsProject.id)))
    expect(role?.['rules']).toMatchObject([{ apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'] }])
    await world.kube.delete(idOf('scheduling.k8s.io/v1', 'PriorityClass', '', `p-${other.namespace}`), {
      propagation: 'background',
    })
  })

  it('writes into a namespace and objects of a kind that the same sync makes', async () => {
    const group = `k${Date.now()}.example.org`
    const definition = manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `orders.${group}`, {
      spec: {
        ...{ group, scope: 'Namespaced', names: { kind: 'Order', plural: 'orders' } },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    })
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': definition, 'b.yaml': manifest(`${group}/v1`, 'Order', 'one') },
      policy: { clusterKinds: [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }] },
      spec: { syncPolicy: { ...AUTOMATIC, createNamespace: true, retry: { limit: 0 } } },
      isProject: false,
    })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    expect(await world.kube.get(idOf(`${group}/v1`, 'Order', namespace, 'one'))).not.toBeNull()
    expect((await runsOf(id)).map(({ phase }) => phase)).toEqual(['Succeeded'])
    await world.kube.delete(idOf('apiextensions.k8s.io/v1', 'CustomResourceDefinition', '', `orders.${group}`), {
      propagation: 'background',
    })
  })

  it('loses a right with its policy, and with it the next write', async () => {
    const other = await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } }))
    const place = `  namespace: ${other.namespace}\n`
    const extraNamespaces = [{ cluster: 'sandbox', namespace: other.namespace }]
    const deployment = await world.deploy({
      files: { 'a.yaml': configMap('mine', 'one', place) },
      policy: { extraNamespaces },
    })
    await synced(deployment)
    const before = await snapshotOf(deployment.id)
    const { devopsProject } = before
    const { clientOf, clusters } = inThisProcess()
    const api = await clientOf(before)
    await setPolicy(devopsProject.id, {})
    await vi.waitFor(
      async () =>
        expect(await rightsOf(devopsProject.id)).toEqual([
          'ServiceAccount ieum-system',
          `RoleBinding ${deployment.namespace}`,
        ]),
      { timeout: 20_000 },
    )
    // The policy says so first …
    await deployment.push({ 'a.yaml': configMap('mine', 'two', place) })
    await statusWhen(deployment.id, ({ syncReason }) => syncReason === 'namespace_not_allowed')
    // … and whoever does not ask it, a client that had the right included, hears it from the API server.
    const mine = idOf('v1', 'ConfigMap', other.namespace, 'mine')
    await expect(api.apply(mine, configMap('mine', 'two'))).rejects.toMatchObject({ reason: 'rights_missing' })
    expect(await world.kube.get(mine)).toMatchObject({ data: { value: 'one' } })
    await clusters.close()
  })

  it('is gone from the cluster when the DevOps project is', async () => {
    const { id } = await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } }))
    const { devopsProject } = await snapshotOf(id)
    expect(await rightsOf(devopsProject.id)).not.toEqual([])
    await db.continuousDeployment.delete({ where: { id } })
    await db.codeRepository.deleteMany({ where: { devopsProjectId: devopsProject.id } })
    await db.devopsProject.delete({ where: { id: devopsProject.id } })
    await vi.waitFor(async () => expect(await rightsOf(devopsProject.id)).toEqual([]), { timeout: 20_000 })
    await vi.waitFor(async () =>
      expect(await db.projectIdentity.count({ where: { devopsProjectId: devopsProject.id } })).toBe(0),
    )
  })

  it('gets back a binding that somebody deleted, before its next write', async () => {
    const deployment = await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } }))
    const { devopsProject } = await snapshotOf(deployment.id)
    const binding = idOf(RBAC, 'RoleBinding', deployment.namespace, identityName(devopsProject.id))
    expect(await world.kube.delete(binding, { propagation: 'background' })).toBe(true)
    const commit = await deployment.push({ 'a.yaml': configMap('a', 'two') })
    await statusWhen(deployment.id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === commit)
    expect(await world.kube.get(binding)).not.toBeNull()
  })

  it('cannot touch what another one has, or its own limits, whatever the engine would let pass', async () => {
    const [one, other] = [
      await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })),
      await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'other') } })),
    ]
    const { clientOf, clusters } = inThisProcess()
    const snapshot = await snapshotOf(one.id)
    const api = await clientOf({ ...snapshot, policy: EVERYTHING })
    const theirs = idOf('v1', 'ConfigMap', other.namespace, 'a')
    const refusal = { reason: 'rights_missing', params: { namespace: other.namespace } }
    await expect(api.apply(theirs, configMap('a', 'x'), { dryRun: true })).rejects.toMatchObject(refusal)
    await expect(api.apply(theirs, configMap('a', 'x'))).rejects.toMatchObject(refusal)
    await expect(api.replace(theirs, manifest('v1', 'ConfigMap', 'a'))).rejects.toMatchObject(refusal)
    await expect(api.mergePatch(theirs, { data: { value: 'x' } })).rejects.toMatchObject(refusal)
    await expect(api.delete(theirs, { propagation: 'background' })).rejects.toMatchObject(refusal)
    const secret = idOf('v1', 'Secret', other.namespace, 's')
    await expect(api.create(secret, manifest('v1', 'Secret', 's'))).rejects.toMatchObject(refusal)
    const role = idOf(RBAC, 'ClusterRole', '', 'x')
    await expect(api.apply(role, manifest(RBAC, 'ClusterRole', 'x', { rules: [] }))).rejects.toMatchObject({
      reason: 'rights_missing',
      params: { verb: 'patch', resource: 'clusterroles.rbac.authorization.k8s.io', namespace: '' },
    })
    expect(await world.kube.get(theirs)).toMatchObject({ data: { value: 'other' } })
    await clusters.close()
  })

  it('M5 cannot lift what limits its own namespace: labels, quotas', async () => {
    const { id, namespace } = await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } }))
    const { clientOf, clusters } = inThisProcess()
    const api = await clientOf(await snapshotOf(id))
    const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' }
    await expect(
      api.mergePatch(idOf('v1', 'Namespace', '', namespace), { metadata: { labels } }),
    ).rejects.toMatchObject({ reason: 'rights_missing' })
    const quota = manifest('v1', 'ResourceQuota', 'q', { spec: { hard: { pods: '1000' } } })
    await expect(api.apply(idOf('v1', 'ResourceQuota', namespace, 'q'), quota)).rejects.toMatchObject({
      reason: 'rights_missing',
      params: { verb: 'patch', resource: 'resourcequotas', namespace },
    })
    await clusters.close()
  })

  it('M4 hands out no more than it has, as Kubernetes itself judges, and says so before anything is written', async () => {
    const bind = (name: string, role: string) =>
      manifest(RBAC, 'RoleBinding', name, {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'ServiceAccount', name: 'default' }],
      })
    const mayEdit = await synced(await world.deploy({ files: { 'a.yaml': bind('edit', 'edit') } }))
    expect(await world.kube.get(idOf(RBAC, 'RoleBinding', mayEdit.namespace, 'edit'))).not.toBeNull()
    // No word of these roles says to the engine that they are more than the project has.
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': bind('more', 'system:controller:resourcequota-controller'), 'b.yaml': configMap('b', 'one') },
    })
    const status = await statusWhen(id, ({ sync }) => sync === 'OutOfSync')
    expect(status).toMatchObject({ syncReason: 'rights_not_allowed', syncParams: { object: 'RoleBinding more' } })
    expect(await world.kube.get(idOf(RBAC, 'RoleBinding', namespace, 'more'))).toBeNull()
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'b'))).toBeNull()
  })

  it('M6 leads no traffic to others: the plan says which right is missing', async () => {
    const addresses = [{ ip: '10.0.0.7' }]
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': manifest('v1', 'Endpoints', 'e', { subsets: [{ addresses, ports: [{ port: 80 }] }] }) },
    })
    const status = await statusWhen(id, ({ sync }) => sync === 'OutOfSync')
    expect(status).toMatchObject({
      syncReason: 'rights_missing',
      syncParams: { object: 'Endpoints e', resource: 'endpoints', namespace },
    })
  })

  it.each([
    ['make accounts and rights', ['get', 'list']],
    ['act as an account', ['get', 'list', 'create', 'patch', 'update', 'delete', 'bind', 'escalate']],
  ])('is not written for by an identity that may not %s, which says so', async (_, verbs) => {
    const { id, namespace } = await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } }))
    const token = await tokenOf(namespace, verbs)
    const weak = (connection: KubeConnection) => createKubeApi({ ...connection, auth: { kind: 'token', token } })
    const { clientOf, clusters } = inThisProcess(weak)
    const writing = async () => {
      const api = await clientOf(await snapshotOf(id))
      return api.apply(idOf('v1', 'ConfigMap', namespace, 'a'), configMap('a', 'two'))
    }
    // Something is to be done, or the rights that the engine has made are enough.
    await world.kube.delete(await bindingOf(id), { propagation: 'background' })
    await expect(writing()).rejects.toMatchObject({ reason: 'cluster_identity_refused' })
    await clusters.close()
    await world.kube.delete(idOf(RBAC, 'ClusterRoleBinding', '', namespace), { propagation: 'background' })
    await world.kube.delete(idOf(RBAC, 'ClusterRole', '', namespace), { propagation: 'background' })
  })

  const bindingOf = async (id: string) => {
    const { devopsProject, namespace } = await snapshotOf(id)
    return idOf(RBAC, 'RoleBinding', namespace, identityName(devopsProject.id))
  }

  /** The token of an account of the namespace that may do so much everywhere. */
  async function tokenOf(namespace: string, verbs: string[]): Promise<string> {
    const rules = [{ apiGroups: ['*'], resources: ['*'], verbs }]
    await world.kube.create(idOf('v1', 'ServiceAccount', namespace, 'weak'), manifest('v1', 'ServiceAccount', 'weak'))
    const role = idOf(RBAC, 'ClusterRole', '', namespace)
    await world.kube.create(role, manifest(RBAC, 'ClusterRole', namespace, { rules }))
    const binding = manifest(RBAC, 'ClusterRoleBinding', namespace, {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: namespace },
      subjects: [{ kind: 'ServiceAccount', name: 'weak', namespace }],
    })
    await world.kube.create(idOf(RBAC, 'ClusterRoleBinding', '', namespace), binding)
    const transport = createTransport(sharedConnection())
    const body = await transport.send({
      ...{ method: 'POST', path: `/api/v1/namespaces/${namespace}/serviceaccounts/weak/token`, repeatable: false },
      body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
    })
    await transport.close()
    return (parseBody(body) as { status: { token: string } }).status.token
  }

  it('is refused by the API server in the plan, where the policy’s checks are left out', async () => {
    const [one, other] = [
      await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })),
      await synced(await world.deploy({ files: { 'a.yaml': configMap('a', 'other') } })),
    ]
    const { clusters, identities } = inThisProcess()
    const snapshot = await snapshotOf(one.id)
    const object = (kind: string, apiVersion: string, namespace: string) => ({
      ...{ source: 'a.yaml', apiVersion, kind, name: 'x', namespace },
      raw: JSON.stringify({ apiVersion, kind, metadata: { name: 'x', ...(namespace && { namespace }) } }),
    })
    const objects = [object('ConfigMap', 'v1', other.namespace), object('Namespace', 'v1', '')]
    const look: Look = {
      snapshot: { ...snapshot, policy: EVERYTHING, projects: new Set([one.namespace, other.namespace]) },
      ports: {
        ...{ clusters, identities, source, verdicts: createVerdicts(), jq: createJq() },
        quiet: createQuiet(source, () => performance.now()),
        manifests: () => Promise.resolve({ kind: 'directory', shared: true, objects, warnings: [] }),
        ...{ pollSeconds: 60, random: () => 0.5, log: logger.child({}, { level: 'silent' }) },
      },
      ...{ notBefore: 0, rendersAlone: true },
    }
    const plan = await planDraft(look)
    const refusals = plan.objects.map(({ kind, mark }) => [kind, mark?.why.reason, mark?.why.params['namespace']])
    expect(refusals).toEqual(
      expect.arrayContaining([
        ['ConfigMap', 'rights_missing', other.namespace],
        ['Namespace', 'rights_missing', 'x'],
      ]),
    )
    await clusters.close()
  })
})

const COMMIT = 'c'.repeat(40)
const source: Source = {
  resolve: (_remote, requested) =>
    Promise.resolve({ requested, kind: 'branch', ref: 'refs/heads/main', commit: COMMIT }),
  commit: () => Promise.resolve({ id: COMMIT, subject: 'First', author: 'tester', at: '' }),
}
