import { expect, test } from 'vitest'
import { fieldsAt } from './fields.ts'

test('the fields of a path are those that the reader knows', () => {
  expect(fieldsAt([])).toEqual(['apiVersion', 'kind', 'metadata', 'spec'])
  expect(fieldsAt(['spec'])).toEqual(['project', 'source', 'destination', 'syncPolicy', 'ignoreDifferences'])
  expect(fieldsAt(['spec', 'syncPolicy', 'automated'])).toContain('selfHeal')
  expect(fieldsAt(['spec', 'source', 'kustomize', 'replicas'])).toEqual(['name', 'count'])
  expect(fieldsAt(['spec', 'ignoreDifferences'])).toContain('jsonPointers')
})

test('an unknown path and a plain value have none', () => {
  expect(fieldsAt(['spec', 'nowhere', 'deeper'])).toEqual([])
  expect(fieldsAt(['spec', 'project'])).toEqual([])
})
