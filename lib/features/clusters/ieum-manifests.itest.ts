/** `deploy/ieum` is what an API server accepts, and its pods are what the Pod Security level `restricted` lets in. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type KubeObject, resourceIdOf } from '#lib/engine/model/resource.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { renderManifests } from '#lib/testing/deploy-manifests.ts'

const namespace = `manifests-${randomBytes(4).toString('hex')}`
let admin: KubeApi
let rendered: KubeObject[]

const ofKind = (...kinds: string[]) => rendered.filter(({ kind }) => kinds.includes(kind))

beforeAll(async () => {
  admin = createKubeApi(sharedConnection())
  rendered = await renderManifests('ieum', { namespace })
  // There for real, so that the others can be judged in it.
  for (const object of ofKind('Namespace', 'ServiceAccount'))
    await admin.apply(resourceIdOf(object), JSON.stringify(object))
})
afterAll(async () => {
  for (const object of ofKind('Namespace')) await admin.delete(resourceIdOf(object), { propagation: 'background' })
  await admin.close()
})

it('is accepted by the API server, object by object', async () => {
  expect(ofKind('Deployment').map(({ metadata }) => metadata.name)).toEqual(['ieum-console', 'ieum-engine'])
  expect(ofKind('Secret')).toEqual([])
  for (const object of rendered) await admin.apply(resourceIdOf(object), JSON.stringify(object), { dryRun: true })
})

it('has pods that may run in a restricted namespace', async () => {
  for (const deployment of ofKind('Deployment')) {
    const { template } = deployment['spec'] as { template: { metadata: object; spec: object } }
    const metadata = { ...template.metadata, name: deployment.metadata.name, namespace }
    const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec }
    const made = await admin.create(resourceIdOf(pod), JSON.stringify(pod), { dryRun: true })
    expect(made['spec']).toMatchObject({ containers: [{ image: 'ieum:local' }] })
    const onHost = { ...pod, spec: { ...template.spec, hostNetwork: true } }
    await expect(admin.create(resourceIdOf(pod), JSON.stringify(onHost), { dryRun: true })).rejects.toThrow()
  }
})
