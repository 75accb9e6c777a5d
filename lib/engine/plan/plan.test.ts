import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_OPTIONS, type ObjectOptions, type Phase } from '../model/object-options.ts'
import { type Operation, type Step, operationsOf } from '../model/plan.ts'
import { type KubeObject, resourceKey } from '../model/resource.ts'
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
import { type Leftover, decidePrune } from './prune.ts'

const NO_PRUNE = { operations: [], released: [] }

const planOf = (targets: Target[], comparisons: Map<string, Comparison>, change: Partial<PlanInput> = {}) =>
  planSync({ clusterId: CLUSTER_ID, targets, hooks: [], comparisons, prune: NO_PRUNE, options: OPTIONS, ...change })

const missing: Comparison = { kind: 'missing', validated: true }
const all = (targets: Target[], found: Comparison) => new Map(targets.map(({ key }) => [key, found]))
const kindsOf = (steps: readonly Step[]) =>
  steps.map(({ phase, wave, groups }) => [`${phase} ${wave}`, groups.map((group) => group.map(({ id }) => id.kind))])
const orderOf = (targets: Target[], change: Partial<PlanInput> = {}) =>
  kindsOf(planOf(targets, all(targets, missing), change).steps)
const inWave = (wave: number): Partial<Target> => ({ options: { ...NO_OPTIONS, wave } })
const asHook = (...phases: Phase[]): Partial<Target> => ({
  options: { ...NO_OPTIONS, hook: { phases, deletePolicies: ['BeforeHookCreation'] } },
})

describe('the order of a plan', () => {
  it('is namespaces, definitions, then the kind order, and unknown kinds last', () => {
    expect(
      orderOf([
        target(resource('example.org/v1', 'Widget', 'w')),
        target(resource('apps/v1', 'Deployment', 'web')),
        target(resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.org', '')),
        target(resource('v1', 'Service', 'web')),
        target(resource('v1', 'ConfigMap', 'a')),
        target(resource('v1', 'Namespace', 'shop', '')),
      ]),
    ).toEqual([
      ['Sync 0', [['Namespace'], ['CustomResourceDefinition'], ['ConfigMap'], ['Service'], ['Deployment'], ['Widget']]],
    ])
  })

  const shop = resource('v1', 'Namespace', 'shop', '')
  const settings = resource('v1', 'ConfigMap', 'settings')
  const web = resource('apps/v1', 'Deployment', 'web')

  it('goes wave by wave, negative ones first', () => {
    expect(orderOf([target(web, inWave(2)), target(settings, inWave(-1)), target(shop, inWave(-3))])).toEqual([
      ['Sync -3', [['Namespace']]],
      ['Sync -1', [['ConfigMap']]],
      ['Sync 2', [['Deployment']]],
    ])
  })

  it('lifts a namespace in front of the first object inside it', () => {
    expect(orderOf([target(shop, inWave(5)), target(settings), target(web, inWave(3))])).toEqual([
      ['Sync 0', [['Namespace'], ['ConfigMap']]],
      ['Sync 3', [['Deployment']]],
    ])
  })

  it('lifts a definition in front of the first object of its kind', () => {
    const crd = target(
      resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.org', ''),
      inWave(7),
    )
    const spec = { group: 'example.org', names: { kind: 'Widget' } }
    const widget = target(resource('example.org/v1', 'Widget', 'w'), inWave(1))
    expect(orderOf([widget, { ...crd, object: { ...crd.object, spec } }])).toEqual([
      ['Sync 1', [['CustomResourceDefinition'], ['Widget']]],
    ])
  })

  it('runs hooks in their phases, and those for failures apart', () => {
    const migrate = target(resource('batch/v1', 'Job', 'migrate'), asHook('PreSync', 'PostSync'))
    const alarm = target(resource('batch/v1', 'Job', 'alarm'), asHook('SyncFail'))
    const plan = planOf([target(web)], all([target(web)], missing), { hooks: [alarm, migrate] })
    expect(kindsOf(plan.steps)).toEqual([
      ['PreSync 0', [['Job']]],
      ['Sync 0', [['Deployment']]],
      ['PostSync 0', [['Job']]],
    ])
    expect(kindsOf(plan.onFailure)).toEqual([['SyncFail 0', [['Job']]]])
    expect(operationsOf(plan).map(({ key }) => key)).toEqual([
      'PreSync|batch/Job/shop/migrate',
      'apps/Deployment/shop/web',
      'PostSync|batch/Job/shop/migrate',
      'SyncFail|batch/Job/shop/alarm',
    ])
  })

  it('makes the namespace of a hook before the hook', () => {
    const migrate = target(resource('batch/v1', 'Job', 'migrate'), asHook('PreSync'))
    expect(orderOf([target(shop)], { hooks: [migrate] })).toEqual([['PreSync 0', [['Namespace'], ['Job']]]])
  })

  it('respects waves, phases and dependencies for any set', () => {
    fc.assert(
      fc.property(ids, fc.infiniteStream(fc.integer({ min: -2, max: 2 })), (wanted, random) => {
        const targets = wanted.map((id) => target(id, inWave(random.next().value as number)))
        const waves = new Map(targets.map(({ key, options }) => [key, options.wave]))
        const order = planOf(targets, all(targets, missing)).steps.flatMap(({ groups }) => groups.flat())
        const place = (wantedKey: string) => order.findIndex(({ key }) => key === wantedKey)
        const isLiftable = ({ id }: Operation) => id.kind === 'Namespace' || id.kind === 'CustomResourceDefinition'
        const plain = order.filter((operation) => !isLiftable(operation)).map(({ key }) => waves.get(key) ?? 0)
        expect(plain).toEqual(plain.toSorted((left, right) => left - right))
        for (const namespace of order.filter(({ id }) => id.kind === 'Namespace')) {
          const inside = order.filter((other) => other.id.namespace === namespace.id.name)
          expect(inside.every((other) => place(other.key) > place(namespace.key))).toBe(true)
        }
      }),
    )
  })

  describe('of deletions', () => {
    const old = (name: string, wave: number, options: Partial<KubeObject['metadata']> = {}) => {
      const id = resource('v1', 'ConfigMap', name)
      return { entry: entry(id, { wave }), live: ours(id, options) }
    }
    const plan = (leftovers: Leftover[], targets: Target[] = [], pruneLast = false) => {
      const prune = decidePrune(leftovers, { ...RULES, targetCount: 1, inventoryCount: 100, isChosen: true })
      const { steps } = planOf(targets, all(targets, missing), { prune, options: { ...OPTIONS, pruneLast } })
      return steps.map(({ wave, groups }) => [wave, groups.flat().map(({ id, action }) => `${action} ${id.name}`)])
    }

    it('is mirrored: what was applied last goes first', () => {
      expect(plan([old('a', 0), old('b', 1), old('c', 2)])).toEqual([
        [0, ['delete c']],
        [1, ['delete b']],
        [2, ['delete a']],
      ])
    })
    it('comes after what is applied in the same wave', () => {
      expect(plan([old('a', 0)], [target(settings)])).toEqual([[0, ['create settings', 'delete a']]])
    })
    it('comes behind everything where it comes last', () => {
      expect(plan([old('a', 0), old('b', -4)], [target(web, inWave(3))], true)).toEqual([
        [3, ['create web']],
        [4, ['delete a', 'delete b']],
      ])
      const annotations = { 'argocd.argoproj.io/sync-options': 'PruneLast=true' }
      expect(plan([old('a', 0, { annotations }), old('b', 0)], [target(web)])).toEqual([
        [0, ['create web', 'delete b']],
        [1, ['delete a']],
      ])
    })
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
    expect(plan.steps.flatMap(({ groups }) => groups.map((group) => group.map(({ id }) => id.kind)))).toEqual([
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
  chosenKeys: new Set<string>(),
  allowEmpty: false,
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
      only: fc.constant(null),
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
    expect(plan).toMatchObject({ steps: [], refused: [{ action: 'skip', why: { reason: 'object_immutable' } }] })
  })

  it('refuses what cannot be changed in place, and makes it anew only by force', () => {
    expect(operation(immutable)).toMatchObject({ action: 'skip', write: false, why: { reason: 'object_immutable' } })
    expect(operation(immutable, { force: true })).toMatchObject({ action: 'replace', recreate: true, write: true })
  })
  it('replaces, makes anew and refuses as the object itself asks', () => {
    const own = (change: Partial<ObjectOptions>): Partial<Target> => ({ options: { ...NO_OPTIONS, ...change } })
    expect(operation(differs, {}, own({ replace: true }))).toMatchObject({ action: 'replace' })
    expect(operation(immutable, {}, own({ force: true }))).toMatchObject({ recreate: true })
  })
  it('is left out when other objects were chosen', () => {
    expect(operation(missing, { only: new Set(['/ConfigMap/shop/b']) })).toBeUndefined()
    expect(operation(missing, { only: new Set([resourceKey(id)]) })).toMatchObject({ action: 'create' })
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
