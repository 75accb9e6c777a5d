import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resourceKey } from '../model/resource.ts'
import { type InventoryEntry, entryKey, extend, notWanted, shrink } from './algebra.ts'

const entry: fc.Arbitrary<InventoryEntry> = fc
  .record({
    clusterId: fc.constantFrom('east', 'west'),
    group: fc.constantFrom('', 'apps'),
    version: fc.constantFrom('v1', 'v2'),
    kind: fc.constantFrom('ConfigMap', 'Deployment'),
    namespace: fc.constantFrom('shop', 'web'),
    name: fc.constantFrom('a', 'b', 'c'),
    uid: fc.constantFrom('', 'u1'),
    ordinal: fc.nat(9),
    applied: fc.boolean(),
    created: fc.boolean(),
    wave: fc.integer({ min: -1, max: 1 }),
    hook: fc.boolean(),
  })
  .map((fields) => ({ ...fields, key: resourceKey(fields) }))

const inventory = fc.uniqueArray(entry, { selector: entryKey, maxLength: 12 })
const keys = (entries: readonly InventoryEntry[]) => new Set(entries.map(entryKey))

describe('the inventory', () => {
  it('is extended to exactly old ∪ planned', () => {
    fc.assert(
      fc.property(inventory, inventory, (old, planned) => {
        expect(keys(extend(old, planned))).toEqual(new Set([...keys(old), ...keys(planned)]))
      }),
    )
  })

  it('does not forget that an object was applied, nor whether it was made or taken over', () => {
    fc.assert(
      fc.property(inventory, inventory, (old, planned) => {
        const extended = new Map(extend(old, planned).map((item) => [entryKey(item), item]))
        for (const item of old.filter(({ applied }) => applied)) {
          expect(extended.get(entryKey(item))).toMatchObject({ applied: true, created: item.created })
        }
      }),
    )
  })

  it('takes an object over, instead of claiming to have made it, when it exists before the first apply', () => {
    const [made] = fc.sample(entry, 1)
    const planned = { ...made, applied: false, created: false } as InventoryEntry
    expect(extend([{ ...planned, created: true }], [planned])).toMatchObject([{ created: false }])
  })

  it('is extended by the same plan twice as by once', () => {
    fc.assert(
      fc.property(inventory, inventory, (old, planned) => {
        expect(extend(extend(old, planned), planned)).toEqual(extend(old, planned))
      }),
    )
  })

  it('has no object that is wanted among those that are not', () => {
    fc.assert(
      fc.property(inventory, inventory, (old, targets) => {
        const leftover = keys(notWanted(old, targets))
        for (const item of old) expect(leftover.has(entryKey(item))).toBe(!keys(targets).has(entryKey(item)))
        expect(leftover.size).toBeLessThanOrEqual(old.length)
      }),
    )
  })

  it('shrinks only by what is confirmed gone', () => {
    fc.assert(
      fc.property(inventory, inventory, (old, gone) => {
        const left = keys(shrink(old, gone))
        expect(left).toEqual(new Set(old.map(entryKey).filter((key) => !keys(gone).has(key))))
      }),
    )
  })
})
