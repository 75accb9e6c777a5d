import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { operationsOf } from '../model/plan.ts'
import { type ResourceId, resourceKey } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { why } from '../model/why.ts'
import {
  CLUSTER_ID,
  DEPLOYMENT_ID,
  OPTIONS,
  comparison,
  entry,
  ids,
  ours,
  resource,
  target,
} from '../testing/plan-data.ts'
import { type PlanInput, hasWork, planSync } from './plan.ts'
import { decidePrune } from './prune.ts'

const NO_PRUNE = { operations: [], released: [] }

const planOf = (targets: Target[], comparisons: Map<string, Comparison>, change: Partial<PlanInput> = {}) =>
  planSync({ clusterId: CLUSTER_ID, targets, comparisons, prune: NO_PRUNE, options: OPTIONS, ...change })

const missing: Comparison = { kind: 'missing', validated: true }
const all = (targets: Target[], found: Comparison) => new Map(targets.map(({ key }) => [key, found]))
const orderOf = (wanted: ResourceId[]) => {
  const targets = wanted.map((id) => target(id))
  return planOf(targets, all(targets, missing)).stages.map(({ name, groups }) => [
    name,
    groups.map((group) => group.map(({ id }) => id.kind)),
  ])
}

describe('the order of a plan', () => {
  it('is namespaces, definitions, then the kind order, and unknown kinds last', () => {
    expect(
      orderOf([
        resource('example.org/v1', 'Widget', 'w'),
        resource('apps/v1', 'Deployment', 'web'),
        resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.org', ''),
        resource('v1', 'Service', 'web'),
        resource('v1', 'ConfigMap', 'a'),
        resource('v1', 'Namespace', 'shop', ''),
      ]),
    ).toEqual([
      ['namespaces', [['Namespace']]],
      ['definitions', [['CustomResourceDefinition']]],
      ['objects', [['ConfigMap'], ['Service'], ['Deployment'], ['Widget']]],
    ])
  })

  it('puts every namespace and definition in front of everything that may need it', () => {
    fc.assert(
      fc.property(ids, (wanted) => {
        const kinds = orderOf(wanted).flatMap(([, groups]) => (groups as string[][]).flat())
        const last = Math.max(kinds.lastIndexOf('Namespace'), kinds.lastIndexOf('CustomResourceDefinition'))
        expect(
          kinds.slice(0, last + 1).every((kind) => kind === 'Namespace' || kind === 'CustomResourceDefinition'),
        ).toBe(true)
        expect(kinds.lastIndexOf('Namespace')).toBeLessThanOrEqual(
          kinds.indexOf('CustomResourceDefinition') < 0 ? kinds.length : kinds.indexOf('CustomResourceDefinition'),
        )
      }),
    )
  })

  it('deletes in the opposite order', () => {
    const gone = [
      resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.org', ''),
      resource('v1', 'ConfigMap', 'a'),
      resource('apps/v1', 'Deployment', 'web'),
      resource('example.org/v1', 'Widget', 'w'),
    ]
    const leftovers = gone.map((id) => ({
      entry: entry(id),
      live: ours(id, { annotations: { 'ieum.dev/prune': 'true' } }),
    }))
    const prune = decidePrune(leftovers, { ...RULES, targetCount: 1, inventoryCount: 100, isChosen: true })
    const plan = planOf([], new Map(), { prune })
    expect(plan.stages.flatMap(({ groups }) => groups.map((group) => group.map(({ id }) => id.kind)))).toEqual([
      ['Widget'],
      ['Deployment'],
      ['ConfigMap'],
      ['CustomResourceDefinition'],
    ])
  })
})

const RULES = {
  deploymentId: DEPLOYMENT_ID,
  clusterId: CLUSTER_ID,
  isAllowed: true,
  isChosen: false,
  targetCount: 1,
  inventoryCount: 10,
}

const inputs = ids.chain((wanted) =>
  fc.record({
    targets: fc
      .shuffledSubarray(wanted, { minLength: wanted.length })
      .map((shuffled) => shuffled.map((id) => target(id))),
    comparisons: fc
      .array(comparison, { minLength: wanted.length, maxLength: wanted.length })
      .map((found) => new Map(wanted.map((id, index) => [resourceKey(id), found[index] ?? missing]))),
    options: fc.record({
      pruneLast: fc.boolean(),
      propagation: fc.constant('foreground' as const),
      replace: fc.boolean(),
      applyOutOfSyncOnly: fc.boolean(),
      force: fc.boolean(),
    }),
  }),
)

describe('a plan', () => {
  it('does not depend on the order in which the objects were rendered', () => {
    fc.assert(
      fc.property(inputs, fc.infiniteStream(fc.nat()), ({ targets, comparisons, options }, random) => {
        const shuffled = targets.toSorted(() => (Number(random.next().value) % 2) - 0.5)
        expect(planOf(shuffled, comparisons, { options })).toEqual(planOf(targets, comparisons, { options }))
      }),
    )
  })

  it('has one operation for every object', () => {
    fc.assert(
      fc.property(inputs, ({ targets, comparisons, options }) => {
        const keys = operationsOf(planOf(targets, comparisons, { options })).map(({ key }) => key)
        expect(keys.toSorted()).toEqual(targets.map(({ key }) => key).toSorted())
      }),
    )
  })

  it('has nothing to do after a perfect apply', () => {
    fc.assert(
      fc.property(inputs, ({ targets, options }) => {
        expect(hasWork(planOf(targets, all(targets, { kind: 'same', hasOther: false }), { options }))).toBe(false)
      }),
    )
  })

  it('never writes an object that was refused', () => {
    fc.assert(
      fc.property(inputs, ({ targets, comparisons, options }) => {
        const { refused } = planOf(targets, comparisons, { options })
        expect(refused.every(({ write, why: reason }) => !write && reason !== null)).toBe(true)
        for (const { key } of refused) {
          const found = comparisons.get(key)
          expect(found?.kind === 'failed' && found.isRefused).toBe(true)
        }
      }),
    )
  })
})

describe('the operation on an object', () => {
  const id = resource('v1', 'ConfigMap', 'a')
  const differs: Comparison = {
    kind: 'differs',
    differences: [{ path: '/data/a', live: '1', desired: '2', owner: 'x' }],
  }
  const immutable: Comparison = { kind: 'failed', why: why('object_immutable'), isRefused: true }
  const operation = (found: Comparison, options = {}, change: Partial<Target> = {}) =>
    operationsOf(
      planOf([target(id, change)], new Map([[resourceKey(id), found]]), { options: { ...OPTIONS, ...options } }),
    )[0]

  it('creates what is missing, and says whether the server has judged it', () => {
    expect(operation(missing)).toMatchObject({ action: 'create', write: true, validated: true })
    expect(operation({ kind: 'missing', validated: false })).toMatchObject({ action: 'create', validated: false })
  })
  it('updates what differs, or replaces it where the policy says so', () => {
    expect(operation(differs)).toMatchObject({ action: 'update', write: true, differences: [{ path: '/data/a' }] })
    expect(operation(differs, { replace: true })).toMatchObject({ action: 'replace', recreate: false })
  })
  it('does not send what is as Git says', () => {
    expect(operation({ kind: 'same', hasOther: false })).toMatchObject({ action: 'unchanged', write: false })
  })
  it('writes an ignored field with a sync, unless only what differs is applied', () => {
    expect(operation({ kind: 'same', hasOther: true })).toMatchObject({ action: 'unchanged', write: true })
    expect(operation({ kind: 'same', hasOther: true }, { applyOutOfSyncOnly: true })).toMatchObject({ write: false })
  })
  it.each([
    ['v1', 'PersistentVolumeClaim', 'shop'],
    ['v1', 'PersistentVolume', ''],
    ['v1', 'Namespace', ''],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', ''],
  ])('never makes a %s %s anew, whatever was asked for: what it holds would be gone', (apiVersion, kind, namespace) => {
    const one = target(resource(apiVersion, kind, 'x', namespace))
    const plan = planOf([one], all([one], immutable), { options: { ...OPTIONS, force: true } })
    expect(plan).toMatchObject({ stages: [], refused: [{ action: 'skip', why: { reason: 'object_immutable' } }] })
  })

  it('refuses what cannot be changed in place, and makes it anew only by force', () => {
    expect(operation(immutable)).toMatchObject({ action: 'skip', write: false, why: { reason: 'object_immutable' } })
    expect(operation(immutable, { force: true })).toMatchObject({ action: 'replace', recreate: true, write: true })
  })
  it('tries what nobody could judge', () => {
    expect(operation({ kind: 'failed', why: why('api_failed'), isRefused: false })).toMatchObject({
      action: 'update',
      write: true,
    })
  })
  it('keeps the reason for which an object may not be applied at all', () => {
    const refusal = why('namespace_not_allowed', { namespace: 'kube-system' })
    expect(operation(missing, {}, { refusal })).toMatchObject({ action: 'skip', write: false, why: refusal })
  })
})
