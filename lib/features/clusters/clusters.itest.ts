import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { db } from '#lib/db/client.ts'
import { resourceIdOf, type KubeObject } from '#lib/engine/model/resource.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import { createTransport } from '#lib/kube/transport.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { createWorld, requestOf, type World } from '#lib/testing/world.ts'
import {
  assignCluster,
  checkCluster,
  editCluster,
  registerCluster,
  removeCluster,
  renewCluster,
  testCluster,
} from './actions.ts'
import { sealConnection } from './connection.ts'
import { kubeForCluster } from './kube-for-cluster.ts'
import { getCluster, getClusterRights, getClusterUses, getClusterWorkspaces, listClusters } from './queries.ts'
import type { ClusterTest } from './types.ts'

const namespace = `clusters-${randomBytes(4).toString('hex')}`
let world: World
let admin: KubeApi
let shared: KubeConnection
/** Of a ServiceAccount that may do nothing but read nodes. */
let poorToken: string

const root = () => requestOf('root')
const apply = (object: object) => admin.apply(resourceIdOf(object as KubeObject), JSON.stringify(object))
const named = (apiVersion: string, kind: string, name: string, rest: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
})

async function makePoorToken(): Promise<string> {
  await apply(named('v1', 'Namespace', namespace))
  await apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'poor', namespace } })
  const RBAC = 'rbac.authorization.k8s.io'
  await apply(
    named(`${RBAC}/v1`, 'ClusterRole', namespace, {
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }],
    }),
  )
  await apply(
    named(`${RBAC}/v1`, 'ClusterRoleBinding', namespace, {
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: namespace },
      subjects: [{ kind: 'ServiceAccount', name: 'poor', namespace }],
    }),
  )
  const transport = createTransport(shared)
  const body = await transport.send({
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/serviceaccounts/poor/token`,
    body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
    repeatable: false,
  })
  await transport.close()
  return (JSON.parse(body) as { status: { token: string } }).status.token
}

/** A kubeconfig of the test cluster with something else in it. JSON is YAML. */
const kubeconfig = (change: { cluster?: object; user?: object } = {}) =>
  JSON.stringify({
    clusters: [
      {
        name: 'c',
        cluster: { server: shared.server, 'certificate-authority-data': shared.caData, ...change.cluster },
      },
    ],
    users: [{ name: 'u', user: change.user ?? { token: (shared.auth as { token: string }).token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  })

const closedPort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const unnamed = { alias: '', description: '' }
const register = (name: string, text = kubeconfig(), request = root()) =>
  perform(registerCluster, request, { name, ...unnamed, kubeconfig: text })

async function testOf(text: string): Promise<ClusterTest> {
  const result = await perform(testCluster, root(), { kubeconfig: text })
  if (!result.ok) throw new Error(result.error.reason)
  return result.data
}

async function clusterNamed(name: string) {
  const result = await getCluster.answer(root(), { name })
  if (!result.ok) throw new Error(result.error.code)
  return result.data
}

beforeAll(async () => {
  process.env['IEUM_LOCAL_CLUSTERS'] = 'true'
  world = await createWorld()
  shared = sharedConnection()
  admin = createKubeApi(shared)
  poorToken = await makePoorToken()
})
afterAll(async () => {
  await admin.delete(resourceIdOf(named('v1', 'Namespace', namespace)), { propagation: 'background' })
  for (const kind of ['ClusterRoleBinding', 'ClusterRole'])
    await admin.delete(resourceIdOf(named('rbac.authorization.k8s.io/v1', kind, namespace)), {
      propagation: 'background',
    })
  await admin.close()
  for (const { id } of await db.cluster.findMany({ where: { connection: { not: '' } }, select: { id: true } }))
    await (await kubeForCluster(id)).close()
  await world.destroy()
})

describe('testing a kubeconfig', () => {
  it('tells version, identity, nodes and rights, and stores nothing', async () => {
    const before = await db.cluster.count()
    const test = await testOf(readFileSync(process.env['IEUM_TEST_KUBECONFIG'] ?? '', 'utf8'))
    expect(test).toMatchObject({ ok: true, server: shared.server, knownAs: null })
    if (!test.ok) return
    expect(test.facts.kubeVersion).toMatch(/^v1\./)
    expect(test.facts.identity).not.toBe('')
    expect(test.facts.nodeCount).toBeGreaterThan(0)
    expect(test.rights.filter(({ missing }) => missing.length > 0)).toEqual([])
    expect(await db.cluster.count()).toBe(before)
  })

  it('lists what a weaker identity may not do, impersonation among it', async () => {
    const test = await testOf(kubeconfig({ user: { token: poorToken } }))
    expect(test).toMatchObject({
      ok: true,
      facts: { identity: `system:serviceaccount:${namespace}:poor`, nodeCount: expect.any(Number) as number },
    })
    const missing = new Map(test.ok ? test.rights.map((right) => [right.name, right.missing]) : [])
    expect(missing.get('nodes')).toEqual([])
    expect(missing.get('impersonate')).toEqual(['impersonate serviceaccounts'])
    expect(missing.get('logs')).toEqual(['get pods/log'])
    expect(missing.get('write')).toContain('create deployments.apps')
    expect(missing.get('bindings')).toContain('create rolebindings.rbac.authorization.k8s.io')
  })

  it.each([
    [
      'a name that leads nowhere',
      async () => ({ cluster: { server: 'https://no-such-host.invalid:6443' } }),
      'cluster_host_not_found',
    ],
    [
      'a port that nobody listens at',
      async () => ({ cluster: { server: `https://127.0.0.1:${await closedPort()}` } }),
      'cluster_refused',
    ],
    [
      'a certificate of somebody else',
      async () => ({ cluster: { 'tls-server-name': 'other.example.com' } }),
      'cluster_tls_failed',
    ],
    ['a token that is not accepted', async () => ({ user: { token: 'CANARY-bad-token' } }), 'cluster_auth_failed'],
  ])('says what is wrong: %s', async (_, change, reason) => {
    const text = kubeconfig(await change())
    const test = await testOf(text)
    expect(test).toMatchObject({ ok: false, reason })
    expect(JSON.stringify(test)).not.toContain('CANARY')
    expect(await register('broken', text)).toMatchObject({ ok: false, error: { reason } })
    expect(await db.cluster.findUnique({ where: { name: 'broken' } })).toBeNull()
  })

  it('K1: refuses a kubeconfig that runs a program, and runs nothing', async () => {
    const text = kubeconfig({ user: { exec: { command: '/bin/false' } } })
    for (const result of [await perform(testCluster, root(), { kubeconfig: text }), await register('k1', text)])
      expect(result).toMatchObject({
        ok: false,
        error: { code: 'VALIDATION', reason: 'kubeconfig_exec', fields: { kubeconfig: { code: 'invalid' } } },
      })
  })

  it('K5: refuses one that is too long before it is read', async () => {
    const result = await perform(testCluster, root(), { kubeconfig: 'x'.repeat(64 * 1024 + 1) })
    expect(result).toMatchObject({ error: { code: 'VALIDATION', fields: { kubeconfig: { code: 'too_long' } } } })
  })
})

describe('a registered cluster', () => {
  it('is kept sealed, written into the audit log, and its credential never comes back', async () => {
    expect(await register('west')).toMatchObject({ ok: true, data: { name: 'west' } })
    const row = await db.cluster.findUniqueOrThrow({ where: { name: 'west' } })
    const { token } = shared.auth as { token: string }
    expect(row.connection).not.toContain(token)
    expect(row.uid).not.toBe('')
    const answers = [
      await listClusters.answer(root(), {}),
      await getCluster.answer(root(), { name: 'west' }),
      await getClusterRights.answer(root(), { name: 'west' }),
    ]
    const audit = await db.auditEvent.findFirstOrThrow({ where: { action: 'cluster.register' } })
    for (const secret of [token, shared.caData, row.connection])
      expect(JSON.stringify([answers, audit])).not.toContain(secret)
    expect(audit).toMatchObject({ actorName: 'root', targetName: 'west', details: { server: shared.server } })
    expect(await clusterNamed('west')).toMatchObject({ state: 'ready', workspaces: [], projectCount: 0 })
  })

  it('says under which name the same cluster is registered already', async () => {
    expect(await testOf(kubeconfig())).toMatchObject({ ok: true, knownAs: 'west' })
  })

  it('has a name of its own', async () => {
    expect(await register('west')).toMatchObject({
      error: { code: 'CONFLICT', reason: 'name_taken', fields: { name: { code: 'name_taken' } } },
    })
  })

  it('K7: has a client of its own, never that of a namesake user of another cluster', async () => {
    await register('weak', kubeconfig({ user: { token: poorToken } }))
    const ids = await Promise.all(
      ['west', 'weak'].map(async (name) => (await db.cluster.findUniqueOrThrow({ where: { name } })).id),
    )
    const [west, weak] = await Promise.all(ids.map(kubeForCluster))
    expect(west).not.toBe(weak)
    const secrets = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true, verbs: [] }
    await expect(west?.list(secrets, { namespace })).resolves.toEqual([])
    await expect(weak?.list(secrets, { namespace })).rejects.toMatchObject({ reason: 'cluster_forbidden' })
    await expect(west?.list(secrets, { namespace })).resolves.toEqual([])
  })

  it('is edited by one of two who began from the same version', async () => {
    const { version } = await clusterNamed('west')
    const edit = (alias: string) => perform(editCluster, root(), { name: 'west', alias, description: '', version })
    const results = await Promise.all([edit('하나'), edit('둘')])
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'CONFLICT', reason: 'version_changed' } })
  })

  it('gets a new connection to the same cluster, which is used at once', async () => {
    const { version } = await clusterNamed('west')
    const text = kubeconfig({ user: { token: poorToken } })
    // The weaker identity may not read the uid: same address and certificate authority are the same cluster.
    expect(await perform(renewCluster, root(), { name: 'west', kubeconfig: text, version })).toMatchObject({ ok: true })
    const rights = await getClusterRights.answer(root(), { name: 'west' })
    expect(rights).toMatchObject({ ok: true })
    expect(rights.ok && rights.data.find(({ name }) => name === 'write')?.missing).not.toEqual([])
    const again = await perform(renewCluster, root(), { name: 'west', kubeconfig: kubeconfig(), version: version + 1 })
    expect(again).toMatchObject({ ok: true })
  })

  it('refuses the connection of another cluster and keeps its own', async () => {
    await db.cluster.update({ where: { name: 'west' }, data: { uid: 'another' } })
    const { version } = await clusterNamed('west')
    const before = await db.cluster.findUniqueOrThrow({ where: { name: 'west' } })
    expect(await perform(renewCluster, root(), { name: 'west', kubeconfig: kubeconfig(), version })).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'cluster_differs' },
    })
    expect((await db.cluster.findUniqueOrThrow({ where: { name: 'west' } })).connection).toBe(before.connection)
  })

  it('is checked on demand: what is wrong stands in the list, and is gone with the next answer', async () => {
    const { id, connection } = await db.cluster.findUniqueOrThrow({ where: { name: 'west' } })
    await register('away')
    const away = await db.cluster.findUniqueOrThrow({ where: { name: 'away' } })
    const nobody = `https://127.0.0.1:${await closedPort()}`
    const gone = sealConnection(away.id, { ...shared, server: nobody })
    await db.cluster.update({ where: { id: away.id }, data: { server: nobody, connection: gone } })
    expect(await perform(checkCluster, root(), { name: 'away' })).toMatchObject({ ok: true, data: { ready: false } })
    expect(await clusterNamed('away')).toMatchObject({ state: 'unreachable', reason: 'cluster_refused' })
    await db.cluster.update({ where: { id: away.id }, data: { connection: away.connection, server: away.server } })
    expect(await perform(checkCluster, root(), { name: 'away' })).toMatchObject({ ok: true, data: { ready: true } })
    expect(await clusterNamed('away')).toMatchObject({ state: 'ready', reason: null })
    expect((await db.cluster.findUniqueOrThrow({ where: { id } })).connection).toBe(connection)
  })
})

describe('who may use a cluster', () => {
  const workspaces = async (name: string) => (await clusterNamed(name)).workspaces.map((one) => one.name)

  it('is a workspace that it was given to, until it is taken away', async () => {
    const give = { name: 'west', add: ['acme', 'rival'], remove: [] }
    expect(await perform(assignCluster, root(), give)).toMatchObject({ ok: true })
    expect(await workspaces('west')).toEqual(['acme', 'rival'])
    expect(await perform(assignCluster, root(), { name: 'west', add: [], remove: ['rival'] })).toMatchObject({
      ok: true,
    })
    expect(await workspaces('west')).toEqual(['acme'])
    const audit = await db.auditEvent.findFirstOrThrow({ where: { action: 'workspace.disallow-cluster' } })
    expect(audit).toMatchObject({ workspaceId: world.rival.workspace.workspaceId, targetName: 'west' })
  })

  it('stays one while it has projects there', async () => {
    expect(await perform(assignCluster, root(), { name: 'east', add: [], remove: ['acme'] })).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'cluster_used_by_workspace', params: { name: 'acme' } },
    })
    expect(await getClusterWorkspaces.answer(root(), { name: 'east' })).toMatchObject({
      data: [
        { name: 'acme', assigned: true, projects: 1, deployments: 0 },
        { name: 'rival', assigned: true, projects: 1, deployments: 0 },
      ],
    })
  })

  it('is no workspace that does not exist', async () => {
    expect(await perform(assignCluster, root(), { name: 'west', add: ['no-such'], remove: [] })).toMatchObject({
      error: { code: 'NOT_FOUND', fields: { add: { code: 'not_found' } } },
    })
  })
})

describe('removing a cluster', () => {
  it('is refused while projects are on it, which are named', async () => {
    expect(await perform(removeCluster, root(), { name: 'east', confirmation: 'east' })).toMatchObject({
      error: { code: 'PRECONDITION', reason: 'cluster_in_use', params: { count: 2 } },
    })
    expect(await getClusterUses.answer(root(), { name: 'east' })).toMatchObject({
      data: {
        projects: [
          { name: 'acme-shop', workspace: 'acme' },
          { name: 'rival-shop', workspace: 'rival' },
        ],
      },
    })
  })

  it('is refused without its name', async () => {
    expect(await perform(removeCluster, root(), { name: 'weak', confirmation: 'west' })).toMatchObject({
      error: { code: 'VALIDATION', reason: 'confirmation_mismatch' },
    })
  })

  it('takes away what Ieum had made there for DevOps projects', async () => {
    expect(await register('south', kubeconfig())).toMatchObject({ ok: true })
    const { id: clusterId } = await db.cluster.findUniqueOrThrow({ where: { name: 'south' } })
    const devopsProjectId = randomUUID()
    await db.projectIdentity.create({ data: { devopsProjectId, clusterId } })
    const name = `ieum-devops-${devopsProjectId}`
    const binding = {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
      metadata: { name, namespace, labels: { 'ieum.dev/devops-project': devopsProjectId } },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name, namespace: 'ieum-system' }],
    }
    await admin.apply(resourceIdOf(binding), JSON.stringify(binding))
    expect(await perform(removeCluster, root(), { name: 'south', confirmation: 'south' })).toMatchObject({ ok: true })
    expect(await admin.get(resourceIdOf(binding))).toBeNull()
  })

  it('forgets the row and leaves the cluster as it is', async () => {
    expect(await perform(removeCluster, root(), { name: 'weak', confirmation: 'weak' })).toMatchObject({ ok: true })
    expect(await getCluster.answer(root(), { name: 'weak' })).toMatchObject({ error: { code: 'NOT_FOUND' } })
    expect(await admin.get(resourceIdOf(named('v1', 'Namespace', namespace)))).not.toBeNull()
    expect(await db.auditEvent.count({ where: { action: 'cluster.remove', targetName: 'weak' } })).toBe(1)
  })
})

it('is for platform roles only: others may neither look nor act', async () => {
  const forbidden = { ok: false, error: { code: 'FORBIDDEN' } }
  const member = requestOf('acme-admin')
  expect(await listClusters.answer(member, {})).toMatchObject(forbidden)
  expect(await getClusterRights.answer(member, { name: 'west' })).toMatchObject(forbidden)
  expect(await register('mine', kubeconfig(), member)).toMatchObject(forbidden)
  expect(await perform(removeCluster, member, { name: 'west', confirmation: 'west' })).toMatchObject(forbidden)
})
