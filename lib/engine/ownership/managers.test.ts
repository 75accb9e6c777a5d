import { expect, it } from 'vitest'
import { foldUpdates } from './managers.ts'

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
