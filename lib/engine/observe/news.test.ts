import { expect, it } from 'vitest'
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'
import { isNewer, newsOf } from './news.ts'

const ours: ManagedFieldsEntry = { manager: 'ieum', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }

const deployment = (
  replicas: number,
  available: number,
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', generation: 1, resourceVersion: '8', managedFields: [ours], ...metadata },
  spec: { replicas },
  status: { observedGeneration: 1, replicas, updatedReplicas: replicas, availableReplicas: available },
})
const next = { resourceVersion: '9' }

it.each([
  ['a field of ours', deployment(2, 1, next), 'drift'],
  ['another object of its name', deployment(1, 1, { ...next, uid: 'new' }), 'drift'],
  ['a note that a controller keeps for itself', deployment(1, 1, { ...next, annotations: { revision: '2' } }), null],
  ['only the health', deployment(1, 0, next), 'health'],
  ['only the bookkeeping', deployment(1, 1, { ...next, managedFields: [ours, { manager: 'x' }] }), null],
  ['nothing left of it', undefined, 'drift'],
])('%s', (_, after, news) => expect(newsOf(deployment(1, 1), after)).toBe(news))

it('compares resource versions as numbers, and believes what it cannot compare', () => {
  const at = (resourceVersion?: string) => deployment(1, 1, resourceVersion === undefined ? {} : { resourceVersion })
  expect(isNewer(at('10'), at('9'))).toBe(true)
  expect(isNewer(at('9'), at('10'))).toBe(false)
  expect(isNewer(at('9'), undefined)).toBe(true)
  expect(isNewer(at('abc'), at('10'))).toBe(true)
})
