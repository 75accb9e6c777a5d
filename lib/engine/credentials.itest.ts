import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import { createTransport } from '#lib/kube/transport.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { requestReconcile } from './door.ts'
import { type KubeObject, resourceIdOf } from './model/resource.ts'
import { type World, configMap, createWorld, idOf, statusWhen } from './testing/world.ts'

const SOME = Object.fromEntries(
  Array.from({ length: 120 }, (_, index) => [`c${index}.yaml`, configMap(`c${index}`, 'one')]),
)

describe('K8: a token that is revoked while the engine works with it', () => {
  const account = `revoked-${process.pid}`
  const RBAC = 'rbac.authorization.k8s.io'
  let admin: KubeApi
  let world: World

  /** An account that may do everything, and a token of it. */
  async function connectAs(): Promise<KubeConnection> {
    const apply = (object: object) => admin.apply(resourceIdOf(object as KubeObject), JSON.stringify(object))
    const metadata = { name: account, namespace: 'default' }
    await apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata })
    await apply({
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: account },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    })
    const transport = createTransport(sharedConnection())
    const body = await transport.send({
      method: 'POST',
      path: `/api/v1/namespaces/default/serviceaccounts/${account}/token`,
      body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }),
      repeatable: false,
    })
    await transport.close()
    const { status } = JSON.parse(body) as { status: { token: string } }
    return { ...sharedConnection(), auth: { kind: 'token', token: status.token } }
  }

  const revoke = () => admin.delete(idOf('v1', 'ServiceAccount', 'default', account), { propagation: 'background' })

  beforeAll(async () => {
    admin = createKubeApi(sharedConnection())
    world = await createWorld({ connection: await connectAs() })
    world.startEngine({ IEUM_POLL_SECONDS: '20' })
  })
  afterAll(async () => {
    await world.end()
    await revoke()
    await admin.delete(idOf(`${RBAC}/v1`, 'ClusterRoleBinding', '', account), { propagation: 'background' })
    await admin.close()
  })

  it('is told as what it is, takes nothing away, and is not tried without a rest', async () => {
    const { id, namespace, push } = await world.deploy({ files: SOME })
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    await revoke()
    await push({ 'c0.yaml': configMap('c0', 'two') })
    await withTransaction((tx) => requestReconcile(tx, id, 'refresh'))
    const status = await statusWhen(
      id,
      ({ condition }) => JSON.stringify(condition).includes('cluster_auth_failed'),
      60_000,
    )
    expect(status.sync).toBe('Unknown')
    // The second failure in a row is followed by ten seconds of rest; a storm would count on.
    const lease = () => db.reconcileLease.findUniqueOrThrow({ where: { deploymentId: id } })
    await vi.waitFor(async () => expect((await lease()).failures).toBe(2), { timeout: 60_000, interval: 50 })
    const { nextAt } = await lease()
    expect(nextAt.getTime() - Date.now()).toBeGreaterThan(7_000)
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'c1'))).not.toBeNull()
  })
})
