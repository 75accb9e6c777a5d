import { describe, expect, it } from 'vitest'
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'
import { foldUpdates, takenOver } from './managers.ts'

const entry = (
  manager: string,
  operation: 'Apply' | 'Update',
  fieldsV1: Record<string, unknown>,
  subresource?: string,
) => ({
  manager,
  operation,
  apiVersion: 'v1',
  fieldsV1,
  ...(subresource ? { subresource } : {}),
})

it('folds what we own by PUT into what we own by apply, and leaves the others alone', () => {
  const foreign = entry('kubectl', 'Update', { 'f:data': { 'f:c': {} } })
  const status = entry('ieum', 'Update', { 'f:status': {} }, 'status')
  expect(
    foldUpdates([
      entry('ieum', 'Apply', { 'f:data': { 'f:a': {} } }),
      foreign,
      entry('ieum', 'Update', { 'f:data': { 'f:b': {} } }),
      status,
    ]),
  ).toEqual([foreign, status, entry('ieum', 'Apply', { 'f:data': { 'f:a': {}, 'f:b': {} } })])
})

it('has nothing to fold where we only applied', () => {
  expect(foldUpdates([entry('ieum', 'Apply', { 'f:data': {} })])).toBeNull()
})

describe('taking over what former managers applied', () => {
  const object = (managedFields: ManagedFieldsEntry[]): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'c', managedFields },
  })

  it.each(['kubectl-client-side-apply', 'kubectl', 'kubectl-edit', 'helm', 'argocd-controller', 'before-first-apply'])(
    'makes what %s wrote ours',
    (manager) => {
      const fields = { 'f:data': { 'f:a': {} } }
      expect(takenOver(object([entry(manager, 'Update', fields)]))).toEqual([entry('ieum', 'Apply', fields)])
    },
  )

  it('joins it with what is ours, and forgets the annotation that kubectl left', () => {
    const annotation = 'f:kubectl.kubernetes.io/last-applied-configuration'
    const found = takenOver(
      object([
        entry('ieum', 'Apply', { 'f:data': { 'f:a': {} } }),
        entry('kubectl-client-side-apply', 'Update', {
          'f:metadata': { 'f:annotations': { '.': {}, [annotation]: {} } },
          'f:data': { 'f:b': {} },
        }),
        entry('argocd-controller', 'Apply', { 'f:data': { 'f:c': {} } }),
      ]),
    )
    expect(found).toEqual([
      entry('ieum', 'Apply', {
        'f:data': { 'f:a': {}, 'f:b': {}, 'f:c': {} },
        'f:metadata': { 'f:annotations': { '.': {} } },
      }),
    ])
  })

  it.each([
    ['a restart', entry('kubectl-rollout', 'Update', { 'f:spec': {} })],
    ['a controller', entry('kube-controller-manager', 'Update', { 'f:spec': {} })],
    ['a server-side apply by hand', entry('kubectl', 'Apply', { 'f:spec': {} })],
    ['a subresource', entry('kubectl', 'Update', { 'f:spec': { 'f:replicas': {} } }, 'scale')],
    ['another version of the kind', { ...entry('kubectl', 'Update', { 'f:spec': {} }), apiVersion: 'v2' }],
  ])('leaves %s alone', (_, one) => expect(takenOver(object([one]))).toBeNull())
})
