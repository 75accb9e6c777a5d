import { describe, expect, it } from 'vitest'
import { MOST_NAMES, MOST_OBJECTS } from '../model/preview.ts'
import { why } from '../model/why.ts'
import type { Comparison, Target } from '../model/target.ts'
import { CLUSTER_ID, OPTIONS, resource, target } from '../testing/plan-data.ts'
import { planSync } from './plan.ts'
import { previewOf } from './preview.ts'

const missing: Comparison = { kind: 'missing', validated: true }
const refusedBy = (reason: Parameters<typeof why>[0]): Comparison => ({
  kind: 'failed',
  why: why(reason),
  isRefused: true,
})

function preview(found: readonly (readonly [Target, Comparison])[], isAdopted: (key: string) => boolean = () => false) {
  const plan = planSync({
    ...{ clusterId: CLUSTER_ID, hooks: [], prune: { operations: [], released: [] }, options: OPTIONS },
    targets: found.map(([one]) => one),
    comparisons: new Map(found.map(([{ key }, comparison]) => [key, comparison])),
  })
  return previewOf(plan, { namespace: 'shop', isAdopted }, [why('no_objects')])
}

const settings = (name: string, namespace = 'shop') => target(resource('v1', 'ConfigMap', name, namespace))

describe('the preview of a plan', () => {
  it('puts what blocks before what warns', () => {
    const { notices } = preview([
      [settings('elsewhere', 'market'), missing],
      [settings('taken'), refusedBy('owned_by_other')],
      [settings('forbidden'), refusedBy('kind_not_allowed')],
    ])
    expect(notices.map(({ level, why: { reason } }) => [level, reason])).toEqual([
      ['block', 'kind_not_allowed'],
      ['warn', 'owned_by_other'],
      ['warn', 'object_elsewhere'],
      ['warn', 'no_objects'],
    ])
  })

  it('tells one notice for a reason, with the names of the first few', () => {
    const many = Array.from({ length: 9 }, (_, index) => [settings(`s${index}`, 'market'), missing] as const)
    const [notice] = preview(many).notices
    expect(notice).toMatchObject({ count: 9, why: { params: { namespace: 'market' } } })
    expect(notice?.objects).toHaveLength(MOST_NAMES)
  })

  it('warns of what concerns the whole cluster, unless it is a namespace, which says so itself', () => {
    const { objects } = preview([
      [target(resource('storage.k8s.io/v1', 'StorageClass', 'fast', '')), missing],
      [target(resource('v1', 'Namespace', 'shop', '')), missing],
    ])
    expect(objects.map(({ kind, mark }) => [kind, mark?.why.reason])).toEqual([
      ['Namespace', undefined],
      ['StorageClass', 'object_cluster_scoped'],
    ])
  })

  it('says what is there already, but not of what is refused or new', () => {
    const same: Comparison = { kind: 'same', hasOther: false }
    const found = preview(
      [
        [settings('a'), same],
        [settings('b'), missing],
        [settings('c'), refusedBy('object_invalid')],
      ],
      () => true,
    )
    expect(found.objects.map(({ name, adopted }) => [name, adopted]).toSorted()).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
    ])
  })

  it('counts all objects and lists as many as can be read', () => {
    const many = Array.from({ length: MOST_OBJECTS + 5 }, (_, index) => [settings(`s${index}`), missing] as const)
    const { count, objects } = preview(many)
    expect([count, objects.length]).toEqual([MOST_OBJECTS + 5, MOST_OBJECTS])
  })
})
