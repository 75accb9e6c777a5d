/** `deploy/cluster-access` gives an identity all that Ieum needs: asked as the console asks, and by a real sync. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { SYSTEM_NAMESPACE } from '#lib/engine/identity/rights.ts'
import { type KubeObject, resourceIdOf } from '#lib/engine/model/resource.ts'
import { configMap, createWorld, idOf, statusWhen } from '#lib/engine/testing/world.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { renderManifests } from '#lib/testing/deploy-manifests.ts'
import { probe } from './probe.ts'

const prefix = `access-${randomBytes(4).toString('hex')}-`
let admin: KubeApi
let rendered: KubeObject[]

/** Names of this test's own. Kustomize does not know that the annotation of the Secret is a name, so it is set by hand. */
const OVERLAY = {
  namePrefix: prefix,
  patches: [
    {
      target: { kind: 'Secret' },
      patch: JSON.stringify([
        {
          op: 'replace',
          path: '/metadata/annotations/kubernetes.io~1service-account.name',
          value: `${prefix}ieum`,
        },
      ]),
    },
  ],
}

/** What the README's commands make a kubeconfig of, once the cluster has filled the Secret. */
async function connect(): Promise<KubeConnection> {
  const secret = idOf('v1', 'Secret', SYSTEM_NAMESPACE, `${prefix}ieum-token`)
  const data = await vi.waitFor(
    async () => {
      const live = (await admin.get(secret)) as { data?: Record<string, string> } | null
      if (!live?.data?.['token']) throw new Error('the Secret has no token yet')
      return live.data
    },
    { timeout: 20_000, interval: 50 },
  )
  const token = Buffer.from(data['token'] ?? '', 'base64').toString()
  const { server, caData } = sharedConnection()
  return { server, caData: data['ca.crt'] ?? caData, auth: { kind: 'token', token } }
}

beforeAll(async () => {
  admin = createKubeApi(sharedConnection())
  rendered = await renderManifests('cluster-access', OVERLAY)
  for (const object of rendered) await admin.apply(resourceIdOf(object), JSON.stringify(object))
})
afterAll(async () => {
  const own = rendered.filter(({ kind }) => kind !== 'Namespace')
  for (const object of own) await admin.delete(resourceIdOf(object), { propagation: 'background' })
  await admin.close()
})

it('makes an identity that lacks nothing and deploys as a DevOps project', async () => {
  const connection = await connect()
  const { facts, rights } = await probe(connection)
  expect(facts.identity).toBe(`system:serviceaccount:${SYSTEM_NAMESPACE}:${prefix}ieum`)
  expect(rights.filter(({ missing }) => missing.length > 0)).toEqual([])

  const world = await createWorld({ connection })
  try {
    world.startEngine()
    const { id, namespace } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    expect(await admin.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toMatchObject({ data: { value: 'one' } })
  } finally {
    await world.end()
  }
}, 60_000)
