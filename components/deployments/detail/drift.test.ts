import { expect, test } from 'vitest'
import type { ManagedObject } from '#lib/features/deployments/types.ts'
import { driftOf } from './drift.ts'

const object = (name: string, owners: readonly string[]): ManagedObject => ({
  ...{ key: `/ConfigMap/shop/${name}`, group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name },
  ...{ sync: owners.length > 0 ? 'OutOfSync' : 'Synced', syncWhy: null, health: 'Healthy', healthWhy: null },
  differences: owners.map((owner, index) => ({
    pointer: `/${index}`,
    path: `${index}`,
    live: '1',
    desired: '2',
    owner,
  })),
  ...{ isProtected: false, adopted: false },
})

test('the first object that differs is named, with everybody who wrote, once each and without Ieum', () => {
  const [fine, first, second] = [
    object('a', []),
    object('b', ['kubectl-edit', 'ieum']),
    object('c', ['kubectl-edit', '']),
  ]
  expect(driftOf([fine, first, second])).toEqual({ object: first, others: 1, fields: 4, managers: ['kubectl-edit'] })
})

test('nothing is said where no field differs, and at most three are named', () => {
  expect(driftOf([object('a', [])])).toBeNull()
  expect(driftOf([object('a', ['a', 'b', 'c', 'd'])])?.managers).toEqual(['a', 'b', 'c'])
})
