/** `deploy/cluster-access` gives an identity all that Ieum needs: asked as the console asks, and by a real sync. */
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { SYSTEM_NAMESPACE } from '#lib/engine/identity/rights.ts'
import { type KubeObject, resourceIdOf } from '#lib/engine/model/resource.ts'
import { sourceSchema } from '#lib/engine/model/spec.ts'
import { configMap, createWorld, idOf, statusWhen } from '#lib/engine/testing/world.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { createRenderer } from '#lib/render/renderer.ts'
import { probe } from './probe.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const prefix = `access-${randomBytes(4).toString('hex')}-`
let admin: KubeApi
let rendered: KubeObject[]

/** Kustomize does not know that the annotation of the Secret is a name, so it is set by hand. */
const OVERLAY = JSON.stringify({
  namePrefix: prefix,
  resources: ['../base'],
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
})

/** The manifests with names of this test's own; kustomize leaves the name of the Namespace. */
async function render(): Promise<KubeObject[]> {
  const dir = mkdtempSync(join(tmpdir(), 'ieum-access-'))
  try {
    cpSync(join(ROOT, 'deploy/cluster-access'), join(dir, 'base'), { recursive: true })
    mkdirSync(join(dir, 'own'))
    writeFileSync(join(dir, 'own/kustomization.yaml'), OVERLAY)
    const renderAll = createRenderer({ binary: join(ROOT, '.build/bin/renderer') })
    const source = sourceSchema.parse({ path: 'own' })
    const request = { source, namespace: SYSTEM_NAMESPACE, name: 'access', kubeVersion: 'v1.36.3' }
    const [outcome] = await renderAll(dir, [request])
    if (!outcome || 'error' in outcome) throw outcome?.error
    return outcome.result.objects.map(({ raw }) => JSON.parse(raw) as KubeObject)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
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
  rendered = await render()
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
