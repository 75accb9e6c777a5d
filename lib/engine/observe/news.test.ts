import { expect, it } from 'vitest'
import type { KubeObject } from '../model/resource.ts'
import { isNewer, newsOf } from './news.ts'

const deployment = (
  replicas: number,
  available: number,
  metadata: Partial<KubeObject['metadata']> = {},
): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', generation: 1, ...metadata },
  spec: { replicas },
  status: { observedGeneration: 1, replicas, updatedReplicas: replicas, availableReplicas: available },
})

it.each([
  ['a field of the specification', deployment(2, 1), 'drift'],
  ['a label', deployment(1, 1, { labels: { a: 'b' } }), 'drift'],
  ['only the health', deployment(1, 0), 'health'],
  ['only the bookkeeping', deployment(1, 1, { resourceVersion: '9', managedFields: [] }), null],
  ['nothing left of it', undefined, 'drift'],
])('%s', (_, after, news) => expect(newsOf(deployment(1, 1), after)).toBe(news))

it('compares resource versions as numbers, and believes what it cannot compare', () => {
  const at = (resourceVersion?: string) => deployment(1, 1, resourceVersion === undefined ? {} : { resourceVersion })
  expect(isNewer(at('10'), at('9'))).toBe(true)
  expect(isNewer(at('9'), at('10'))).toBe(false)
  expect(isNewer(at('9'), undefined)).toBe(true)
  expect(isNewer(at('abc'), at('10'))).toBe(true)
})
