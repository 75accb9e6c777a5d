import { expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import type { Operation } from '../model/plan.ts'
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'
import { createFakeKube, seed } from '../testing/fake-kube.ts'
import { CLUSTER_ID, DEPLOYMENT_ID, resource } from '../testing/plan-data.ts'
import { writeObject } from './apply-one.ts'

const id = resource('v1', 'ConfigMap', 'a')
const kubectl: ManagedFieldsEntry = {
  ...{ manager: 'kubectl-client-side-apply', operation: 'Update', apiVersion: 'v1' },
  fieldsV1: { 'f:data': { 'f:a': {} } },
}
const live = (resourceVersion: string, managedFields: ManagedFieldsEntry[]): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap' },
  metadata: { name: 'a', namespace: 'shop', resourceVersion, managedFields },
})
const operation: Operation = {
  ...{ key: 'k', id, clusterId: CLUSTER_ID, phase: 'Sync', wave: 0, action: 'update', why: null, write: true },
  ...{ validated: true, recreate: false, differences: [], hook: null, isLast: false },
}
type Patch = { metadata: { resourceVersion: string; managedFields: ManagedFieldsEntry[]; annotations: object } }

/** Writes the object while somebody else writes it `conflicts` times; answers with the patches that were tried. */
async function write(adopted: KubeObject, conflicts: number, now = live('9', [kubectl])) {
  const kube = createFakeKube()
  seed(kube, now)
  const patches: Patch[] = []
  const mergePatch = (_id: unknown, patch: unknown) => {
    patches.push(patch as Patch)
    kube.calls.push('patch')
    return patches.length <= conflicts
      ? Promise.reject(new AppError('CONFLICT', { reason: 'version_changed' }))
      : Promise.resolve(now)
  }
  const api = { ...kube, mergePatch }
  const text = JSON.stringify(live('', []))
  const written = writeObject({
    ...{ api, deploymentId: DEPLOYMENT_ID, operation, text, validate: true, propagation: 'foreground', adopted },
    guard: () => undefined,
  })
  return { patches, calls: kube.calls, written }
}

it('takes over before the apply, guarded by the resource version, and drops what kubectl left', async () => {
  const { patches, calls, written } = await write(live('7', [kubectl]), 0)
  await written
  expect(patches).toEqual([
    {
      metadata: {
        resourceVersion: '7',
        managedFields: [{ ...kubectl, manager: 'ieum', operation: 'Apply' }],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': null },
      },
    },
  ])
  expect(calls).toEqual(['patch', 'apply /ConfigMap/shop/a'])
})

it('looks again when somebody wrote meanwhile', async () => {
  const { patches, written } = await write(live('7', [kubectl]), 1)
  await written
  expect(patches.map(({ metadata }) => metadata.resourceVersion)).toEqual(['7', '9'])
})

it('has nothing to take over when it is ours by then, or always was', async () => {
  const raced = await write(live('7', [kubectl]), 1, live('9', []))
  await raced.written
  expect(raced.patches).toHaveLength(1)
  const own = await write(live('7', [{ ...kubectl, manager: 'ieum', operation: 'Apply' }]), 0)
  await own.written
  expect(own.patches).toEqual([])
})

it('gives up on an object that is written without end', async () => {
  const { patches, written } = await write(live('7', [kubectl]), 99)
  await expect(written).rejects.toMatchObject({ reason: 'version_changed' })
  expect(patches).toHaveLength(5)
})
