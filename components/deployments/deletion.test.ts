import { describe, expect, test } from 'vitest'
import type { ManagedObject } from '#lib/features/deployments/types.ts'
import { countKinds, isChoice, planDeletion } from './deletion.ts'

const object = (kind: string, rest: Partial<ManagedObject> = {}): ManagedObject => ({
  key: `/${kind}/demo/web`,
  group: '',
  version: 'v1',
  kind,
  namespace: 'demo',
  name: 'web',
  sync: 'Synced',
  syncWhy: null,
  health: null,
  healthWhy: null,
  differences: [],
  isProtected: false,
  adopted: false,
  ...rest,
})

const service = object('Service')
const namespace = object('Namespace', { isProtected: true })
const claim = object('PersistentVolumeClaim', { isProtected: true })
const account = object('ServiceAccount', { adopted: true })
const all = [service, namespace, claim, account]

describe('deleting a continuous deployment', () => {
  test('takes what Ieum created and leaves protected kinds and what it found', () => {
    const plan = planDeletion(all, true, new Set())
    expect(plan.goes).toEqual([service])
    expect(plan.stays.map(({ object, why }) => [object.kind, why])).toEqual([
      ['Namespace', 'protected'],
      ['PersistentVolumeClaim', 'protected'],
      ['ServiceAccount', 'adopted'],
    ])
  })

  test('takes a protected object when it was chosen', () => {
    expect(planDeletion(all, true, new Set([claim.key])).goes).toEqual([service, claim])
  })

  test('leaves everything when the resources shall stay, whatever was chosen before', () => {
    const plan = planDeletion(all, false, new Set([claim.key]))
    expect(plan.goes).toEqual([])
    expect(plan.stays).toHaveLength(4)
  })

  test('offers only protected objects of its own as a choice', () => {
    const adoptedNamespace = object('Namespace', { isProtected: true, adopted: true })
    expect(all.filter(isChoice)).toEqual([namespace, claim])
    expect(isChoice(adoptedNamespace)).toBe(false)
    expect(planDeletion([adoptedNamespace], true, new Set([adoptedNamespace.key])).goes).toEqual([])
  })

  test('counts the kinds in the order in which they appear', () => {
    expect(countKinds([service, claim, service])).toEqual([
      { kind: 'Service', count: 2 },
      { kind: 'PersistentVolumeClaim', count: 1 },
    ])
  })
})
