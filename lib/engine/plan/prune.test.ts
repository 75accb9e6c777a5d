import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { notWanted } from '../inventory/algebra.ts'
import { resourceKey } from '../model/resource.ts'
import { CLUSTER_ID, DEPLOYMENT_ID, entry, ids, ours, resource, target } from '../testing/plan-data.ts'
import { decideDeletion } from './deletion.ts'
import { type Leftover, type PruneRules, decidePrune, exceedsThreshold } from './prune.ts'

const RULES: PruneRules = {
  deploymentId: DEPLOYMENT_ID,
  clusterId: CLUSTER_ID,
  isAllowed: true,
  isChosen: false,
  chosenKeys: new Set(),
  allowEmpty: false,
  targetCount: 5,
  inventoryCount: 20,
}
const id = resource('v1', 'ConfigMap', 'a')
const leftover = (change: Partial<Leftover> = {}): Leftover => ({ entry: entry(id), live: ours(id), ...change })

function outcome(one: Leftover, change: Partial<PruneRules> = {}): string {
  const { operations, released } = decidePrune([one], { ...RULES, ...change })
  if (released.length > 0) return 'released'
  const [operation] = operations
  return operation?.action === 'delete' ? 'delete' : (operation?.why?.reason ?? '')
}

describe('pruning an object that Git no longer has', () => {
  const copied = { ...ours(id), metadata: { ...ours(id).metadata, name: 'b' } }
  const owned = ours(id, { ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: 'x' }] })
  const confirmed = leftover({
    live: ours(id, { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm' } }),
  })
  const claim = resource('v1', 'PersistentVolumeClaim', 'data')
  const protectedOne = (annotations = {}) => ({ entry: entry(claim), live: ours(claim, { annotations }) })

  it.each<[string, Leftover, Partial<PruneRules>, string]>([
    ['deletes what we made', leftover(), {}, 'delete'],
    ['leaves it where pruning is off', leftover(), { isAllowed: false }, 'not_in_git'],
    ['leaves what cannot be read', leftover({ live: undefined }), {}, 'api_failed'],
    ['forgets what is gone', leftover({ live: null }), {}, 'released'],
    [
      'forgets what no longer carries our mark',
      leftover({ live: { ...ours(id), metadata: { name: 'a', namespace: 'shop' } } }),
      {},
      'released',
    ],
    ['forgets what carries a copied mark', leftover({ live: copied }), {}, 'released'],
    ['forgets what another object owns', leftover({ live: owned }), {}, 'released'],
    ['leaves what was there before us', leftover({ entry: entry(id, { created: false }) }), {}, 'adopted_kept'],
    ['leaves a protected kind', protectedOne(), {}, 'protected_kind'],
    ['deletes a protected kind that says so itself', protectedOne({ 'ieum.dev/prune': 'true' }), {}, 'delete'],
    [
      'leaves what says Prune=false',
      leftover({ live: ours(id, { annotations: { 'argocd.argoproj.io/sync-options': 'Replace=true, Prune=false' } }) }),
      {},
      'kept_by_annotation',
    ],
    ['waits for the confirmation that an object asks for', confirmed, { isChosen: true }, 'needs_confirmation'],
    [
      'deletes it when it was chosen by name',
      confirmed,
      { isChosen: true, chosenKeys: new Set([resourceKey(id)]) },
      'delete',
    ],
    ['leaves what the old destination has', leftover({ isMoved: true }), { isAllowed: false }, 'left_behind'],
    ['may leave nothing at all where that was allowed', leftover(), { targetCount: 0, allowEmpty: true }, 'delete'],
    [
      'leaves what Helm is told to keep',
      leftover({ live: ours(id, { annotations: { 'helm.sh/resource-policy': 'keep' } }) }),
      {},
      'kept_by_annotation',
    ],
    ['deletes nothing when nothing is wanted any more', leftover(), { targetCount: 0 }, 'prune_would_empty'],
    ['deletes even everything when a person chose to', leftover(), { targetCount: 0, isChosen: true }, 'delete'],
    [
      'waits for what is on its way out',
      leftover({ live: ours(id, { deletionTimestamp: 'now' }) }),
      { isAllowed: false },
      'delete',
    ],
  ])('%s', (_, one, change, expected) => expect(outcome(one, change)).toBe(expected))

  it('does not send a second deletion for what is on its way out', () => {
    const { operations } = decidePrune([leftover({ live: ours(id, { deletionTimestamp: 'now' }) })], RULES)
    expect(operations).toMatchObject([{ action: 'delete', write: false }])
  })

  it('names an object of an earlier cluster by both', () => {
    const { operations } = decidePrune([leftover({ entry: entry(id, { clusterId: 'west' }) })], RULES)
    expect(operations).toMatchObject([{ key: `west|${resourceKey(id)}`, clusterId: 'west' }])
  })
})

describe('many objects at once', () => {
  it.each([
    [1, 1, false],
    [1, 2, false],
    [2, 3, true],
    [3, 10, false],
    [4, 10, true],
    [10, 1000, false],
    [11, 1000, true],
  ])('%i of %i: asks a person: %s', (count, total, asks) => expect(exceedsThreshold(count, total)).toBe(asks))

  const four = ['a', 'b', 'c', 'd'].map((name) => {
    const one = resource('v1', 'ConfigMap', name)
    return { entry: entry(one), live: ours(one) }
  })
  it('are left until a person chooses', () => {
    const { operations } = decidePrune(four, { ...RULES, inventoryCount: 10 })
    expect(new Set(operations.map(({ action, why }) => `${action} ${why?.reason}`))).toEqual(
      new Set(['skip prune_threshold']),
    )
    expect(operations[0]?.why?.params).toEqual({ count: 4, total: 10 })
    const chosen = decidePrune(four, { ...RULES, inventoryCount: 10, isChosen: true })
    expect(chosen.operations.every(({ action }) => action === 'delete')).toBe(true)
  })
})

describe('what is pruned', () => {
  it('never contains an object that is wanted', () => {
    fc.assert(
      fc.property(ids, ids, (made, wanted) => {
        const targets = wanted.map((one) => target(one))
        const entries = notWanted(
          made.map((one) => entry(one)),
          targets.map(({ key }) => ({ key, clusterId: CLUSTER_ID })),
        )
        const leftovers = entries.map((one) => ({ entry: one, live: ours(one) }))
        const rules = { ...RULES, targetCount: targets.length, inventoryCount: made.length, isChosen: true }
        const pruned = new Set(decidePrune(leftovers, rules).operations.map(({ key }) => key))
        expect(targets.filter(({ key }) => pruned.has(key))).toEqual([])
      }),
    )
  })
})

describe('deleting a deployment', () => {
  const rules = { deploymentId: DEPLOYMENT_ID, clusterId: CLUSTER_ID, includeKeys: new Set<string>() }
  const crd = resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x', '')
  const actions = (objects: Leftover[], includeKeys = rules.includeKeys) =>
    decideDeletion(objects, { ...rules, includeKeys }).operations.map(({ action, why }) => [action, why?.reason])

  it('deletes what it made and keeps protected and adopted objects', () => {
    const adopted = resource('v1', 'Secret', 's')
    expect(
      actions([
        leftover(),
        { entry: entry(crd), live: ours(crd) },
        { entry: entry(adopted, { created: false }), live: ours(adopted) },
      ]),
    ).toEqual([
      ['delete', 'not_in_git'],
      ['skip', 'protected_kind'],
      ['skip', 'adopted_kept'],
    ])
  })
  it('deletes protected objects that were chosen one by one', () => {
    expect(actions([{ entry: entry(crd), live: ours(crd) }], new Set([resourceKey(crd)]))).toEqual([
      ['delete', 'not_in_git'],
    ])
  })
  it('goes backwards through the order of application', () => {
    const names = ['first', 'second', 'third'].map((name, ordinal) => {
      const one = resource('v1', 'ConfigMap', name)
      return { entry: entry(one, { ordinal }), live: ours(one) }
    })
    expect(decideDeletion(names, rules).operations.map((operation) => operation.id.name)).toEqual([
      'third',
      'second',
      'first',
    ])
  })
  it('reports what nobody can read instead of forgetting it', () => {
    const { operations, released, unreadable } = decideDeletion([leftover({ live: undefined })], rules)
    expect([operations.length, released.length, unreadable.length]).toEqual([0, 0, 1])
  })
})
