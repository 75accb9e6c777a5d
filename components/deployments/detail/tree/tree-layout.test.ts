import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LiveNode, ManagedObject } from '#lib/features/deployments/types.ts'
import { toItems, worstHealth, type TreeFilter } from './tree-items.ts'
import {
  layOut,
  MOST_ALIKE,
  neighbour,
  placeOf,
  ROOT_ID,
  rowsIn,
  shortName,
  sizeOf,
  type ShownNode,
} from './tree-layout.ts'

const managed = (kind: string, name: string, more: Partial<ManagedObject> = {}): ManagedObject => ({
  ...{ key: `apps/${kind}/shop/${name}`, group: 'apps', version: 'v1', kind, namespace: 'shop', name },
  ...{ sync: 'Synced', syncWhy: null, health: 'Healthy', healthWhy: null, differences: [] },
  ...{ isProtected: false, adopted: false },
  ...more,
})
const live = (parent: string, kind: string, name: string, more: Partial<LiveNode> = {}): LiveNode => ({
  ...{ key: `/${kind}/shop/${name}`, parent, group: '', version: 'v1', kind, namespace: 'shop', name },
  ...{ health: 'Healthy', healthWhy: null, ready: null, wanted: null, restarts: 0, revision: '', isPast: false },
  createdAt: null,
  ...more,
})
const NO_FILTER: TreeFilter = { text: '' }
const WEB = managed('Deployment', 'web')
const SET = live(WEB.key, 'ReplicaSet', 'web-7d4b')
const pods = (count: number, parent = SET.key) =>
  Array.from({ length: count }, (_, index) => live(parent, 'Pod', `web-7d4b-${index}`))
const lay = (objects: ManagedObject[], nodes: LiveNode[], filter = NO_FILTER, folding = new Map<string, boolean>()) =>
  layOut(toItems(objects, nodes), filter, folding)
const idsOf = (nodes: readonly ShownNode[]) => nodes.map(({ id }) => id)

test('a Deployment, its ReplicaSet and its pods stand from left to right in one row', () => {
  const nodes = lay([WEB], [SET, ...pods(2)])
  expect(nodes.map(({ id, depth, row }) => [id, depth, row])).toEqual([
    [ROOT_ID, 0, 0],
    [WEB.key, 1, 0],
    [SET.key, 2, 0],
    ['/Pod/shop/web-7d4b-0', 3, 0],
    ['/Pod/shop/web-7d4b-1', 3, 1],
  ])
})

test('more of one kind than three are one node, who needs somebody first', () => {
  const many = pods(MOST_ALIKE + 1)
  const [first, ...others] = many
  const nodes = lay([WEB], [SET, ...others, { ...first!, health: 'Degraded' }])
  const group = nodes.at(-1)
  expect(group).toMatchObject({ item: null, childCount: 4, isOpen: false, depth: 3 })
  expect(group?.members[0]?.key).toBe(first?.key)
  expect(worstHealth(group?.members ?? [])).toBe('Degraded')
  expect(lay([WEB], [SET, ...many.slice(1)]).filter(({ members }) => members.length > 0)).toEqual([])
})

test('ReplicaSets of earlier revisions do not hide the one that runs', () => {
  const past = Array.from({ length: 9 }, (_, index) =>
    live(WEB.key, 'ReplicaSet', `web-old-${index}`, { isPast: true }),
  )
  const nodes = lay([WEB], [SET, ...past])
  expect(idsOf(nodes)).toContain(SET.key)
  expect(nodes.at(-1)?.members).toHaveLength(9)
})

test('a filter keeps what matches and the way there, and opens it', () => {
  const nodes = lay([WEB, managed('Deployment', 'api')], [SET, ...pods(50)], { text: '7d4b-49' })
  expect(idsOf(nodes)).toEqual([ROOT_ID, WEB.key, SET.key, '/Pod/shop/web-7d4b-49'])
  expect(lay([WEB], [SET, ...pods(9)], { text: '', health: 'Degraded' }).map(({ id }) => id)).toEqual([ROOT_ID])
})

test('what somebody folds stays folded, and nothing that hangs below something unknown is shown', () => {
  const folded = new Map([[WEB.key, false]])
  expect(idsOf(lay([WEB], [SET, ...pods(2)], NO_FILTER, folded))).toEqual([ROOT_ID, WEB.key])
  expect(idsOf(lay([WEB], pods(2, 'apps/ReplicaSet/shop/gone')))).toEqual([ROOT_ID, WEB.key])
})

test('arrows lead through columns, to the parent and to the first child', () => {
  const nodes = lay([WEB, managed('StatefulSet', 'db')], [SET, ...pods(2)])
  const lead = (id: string, direction: 'up' | 'down' | 'left' | 'right') => neighbour(nodes, id, direction)?.id
  expect(lead(ROOT_ID, 'right')).toBe(WEB.key)
  expect(lead(WEB.key, 'down')).toBe('apps/StatefulSet/shop/db')
  expect(lead('apps/StatefulSet/shop/db', 'up')).toBe(WEB.key)
  expect(lead(SET.key, 'left')).toBe(WEB.key)
  expect(lead('/Pod/shop/web-7d4b-1', 'down')).toBeUndefined()
  expect(lead('gone', 'down')).toBe(ROOT_ID)
})

test.each([
  ['web', undefined, 22, 'web'],
  ['open-podcasts-apiserver-6c9f7d54b8', 'open-podcasts-apiserver', 22, '…-6c9f7d54b8'],
  ['open-podcasts-apiserver-6c9f7d54b8', undefined, 22, 'open-pod…er-6c9f7d54b8'],
])('%s is cut, never at its end', (name, parent, most, expected) => {
  expect(shortName(name, parent, most)).toBe(expected)
  expect(expected.length).toBeLessThanOrEqual(most)
})

describe('whatever hangs below whatever', () => {
  const forest = fc
    .array(fc.record({ parent: fc.nat(), kind: fc.constantFrom('Pod', 'Job', 'ReplicaSet') }), { maxLength: 80 })
    .map((drawn) => {
      const objects = [WEB, managed('Deployment', 'api')]
      const keys = objects.map(({ key }) => key)
      const nodes = drawn.map(({ parent, kind }, index) => {
        const node = live(keys[parent % keys.length] ?? WEB.key, kind, `n${index}`)
        keys.push(node.key)
        return node
      })
      return { objects, nodes }
    })

  test('no two nodes stand in one place, and each stands right of its parent, not above it', () => {
    fc.assert(
      fc.property(forest, fc.boolean(), ({ objects, nodes }, isFiltered) => {
        const shown = lay(objects, nodes, { text: isFiltered ? 'n1' : '' })
        expect(new Set(shown.map(({ depth, row }) => `${depth}/${row}`)).size).toBe(shown.length)
        const byId = new Map(shown.map((node) => [node.id, node]))
        for (const node of shown) {
          const parent = node.parent === null ? undefined : byId.get(node.parent)
          if (node.parent === null) continue
          expect(parent?.depth).toBe(node.depth - 1)
          expect(node.row).toBeGreaterThanOrEqual(parent?.row ?? Infinity)
          expect(node.row).toBeLessThanOrEqual(parent?.lastChildRow ?? -1)
        }
      }),
    )
  })

  test('with everything open every object is shown once', () => {
    fc.assert(
      fc.property(forest, ({ objects, nodes }) => {
        const all = { get: () => true } as unknown as Map<string, boolean>
        const shown = lay(objects, nodes, NO_FILTER, all).filter(({ item }) => item !== null)
        expect(shown).toHaveLength(objects.length + nodes.length)
      }),
    )
  })
})

test('of a thousand pods a window draws a few dozen', () => {
  const nodes = lay([WEB], [SET, ...pods(1000)], { text: 'web' })
  expect(nodes).toHaveLength(1004)
  const { height } = sizeOf(nodes)
  expect(height).toBeGreaterThan(50_000)
  const { first, last } = rowsIn(25_000, 600)
  const drawn = nodes.filter(({ row }) => row >= first && row <= last)
  expect(drawn.length).toBeLessThan(40)
  expect(drawn.some((node) => placeOf(node).y >= 25_000)).toBe(true)
})
