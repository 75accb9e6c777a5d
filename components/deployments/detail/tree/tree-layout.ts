/** Which nodes of the tree are shown and where: grouping, folding and places, left to right. Pure; linear in the number of nodes. */
import { isFiltering, matches, need, type TreeFilter, type TreeItem } from './tree-items.ts'

/** Siblings of one kind beyond this are one node. */
export const MOST_ALIKE = 3
/** Levels that are open at the start; the deployment is level 0. */
export const OPEN_LEVELS = 3

export type ShownNode = {
  id: string
  /** Id of the node on its left; null for the deployment. */
  parent: string | null
  depth: number
  /** Rows from the top; a node stands in the row of its first child. */
  row: number
  /** Null for the deployment and for groups. */
  item: TreeItem | null
  /** What a group stands for; empty for others. */
  members: readonly TreeItem[]
  /** Nodes to its right when it is open. */
  childCount: number
  isOpen: boolean
  /** Row of the last node that hangs directly on it; its own row when it is closed. */
  lastChildRow: number
}

export const ROOT_ID = 'root'

/** Folding by hand: true is open; what is not in it is as it is by itself. */
export type Folding = ReadonlyMap<string, boolean>

type Branch = { id: string; item: TreeItem | null; members: readonly TreeItem[]; children: readonly Branch[] }

/** Objects that match and the ones they hang below. */
function kept(items: readonly TreeItem[], filter: TreeFilter): readonly TreeItem[] {
  if (!isFiltering(filter)) return items
  const byKey = new Map(items.map((item) => [item.key, item]))
  const keys = new Set<string>()
  for (const item of items) {
    if (!matches(item, filter)) continue
    for (let here: TreeItem | undefined = item; here && !keys.has(here.key);) {
      keys.add(here.key)
      here = here.parent === null ? undefined : byKey.get(here.parent)
    }
  }
  return items.filter(({ key }) => keys.has(key))
}

const alikeKey = ({ group, kind, live }: TreeItem): string => `${group}/${kind}${live?.isPast ? '/past' : ''}`

/** Siblings of one kind as one branch where they are many; the others stay, in their order. Who needs somebody comes first in a group. */
function grouped(parent: string, siblings: readonly TreeItem[], toBranch: (item: TreeItem) => Branch): Branch[] {
  const alike = Map.groupBy(siblings, alikeKey)
  return [...alike].flatMap(([key, members]) => {
    if (members.length <= MOST_ALIKE) return members.map(toBranch)
    const sorted = members.toSorted((one, other) => need(other) - need(one))
    return [{ id: `${parent}>${key}`, item: null, members: sorted, children: sorted.map(toBranch) }]
  })
}

function branchesOf(items: readonly TreeItem[]): Branch {
  const below = Map.groupBy(items, ({ parent }) => parent ?? ROOT_ID)
  const toBranch = (item: TreeItem): Branch => ({
    id: item.key,
    item,
    members: [],
    children: grouped(item.key, below.get(item.key) ?? [], toBranch),
  })
  return { id: ROOT_ID, item: null, members: [], children: grouped(ROOT_ID, below.get(ROOT_ID) ?? [], toBranch) }
}

/**
 * The nodes that are shown, the deployment first and every node before those on its right. With a filter everything that leads to a match is
 * open; otherwise the first levels are and groups are not; `folding` says what somebody wants otherwise.
 */
export function layOut(items: readonly TreeItem[], filter: TreeFilter, folding: Folding): ShownNode[] {
  const isFiltered = isFiltering(filter)
  const nodes: ShownNode[] = []
  let row = 0
  const place = (branch: Branch, parent: string | null, depth: number): ShownNode => {
    const { id, item, members, children } = branch
    const byItself = isFiltered || (depth < OPEN_LEVELS && members.length === 0)
    const isOpen = children.length > 0 && (folding.get(id) ?? byItself)
    const shown = { id, parent, depth, row, item, members, childCount: children.length, isOpen, lastChildRow: row }
    nodes.push(shown)
    if (!isOpen) row += 1
    else for (const child of children) shown.lastChildRow = place(child, id, depth + 1).row
    return shown
  }
  place(branchesOf(kept(items, filter)), null, 0)
  return nodes
}

export const NODE_WIDTH = 252
export const NODE_HEIGHT = 44
export const COLUMN_WIDTH = NODE_WIDTH + 36
export const ROW_HEIGHT = NODE_HEIGHT + 10
/** Free space around the tree. */
export const MARGIN = 16

export const placeOf = ({ depth, row }: Pick<ShownNode, 'depth' | 'row'>): { x: number; y: number } => ({
  x: MARGIN + depth * COLUMN_WIDTH,
  y: MARGIN + row * ROW_HEIGHT,
})

export function sizeOf(nodes: readonly ShownNode[]): { width: number; height: number } {
  let [depth, row] = [0, 0]
  for (const node of nodes) [depth, row] = [Math.max(depth, node.depth), Math.max(row, node.row)]
  return {
    width: 2 * MARGIN + depth * COLUMN_WIDTH + NODE_WIDTH,
    height: 2 * MARGIN + row * ROW_HEIGHT + NODE_HEIGHT,
  }
}

/** Rows that are worth drawing for a window of the page, with some to spare on both sides. Pixels as laid out. */
export function rowsIn(top: number, height: number): { first: number; last: number } {
  const spare = 6
  return {
    first: Math.floor((top - MARGIN) / ROW_HEIGHT) - spare,
    last: Math.ceil((top + height - MARGIN) / ROW_HEIGHT) + spare,
  }
}

export type Direction = 'up' | 'down' | 'left' | 'right'

/** The node that an arrow leads to: the parent, the first child, or the next one in the same column. Null: there is none. */
export function neighbour(nodes: readonly ShownNode[], id: string, direction: Direction): ShownNode | null {
  const index = nodes.findIndex((node) => node.id === id)
  const node = nodes[index]
  if (!node) return nodes[0] ?? null
  if (direction === 'left') return nodes.find((other) => other.id === node.parent) ?? null
  if (direction === 'right') return nodes[index + 1]?.parent === id ? (nodes[index + 1] ?? null) : null
  const isThere = (other: ShownNode) => other.depth === node.depth
  // In one column the nodes stand in the order of their rows.
  if (direction === 'down') return nodes.slice(index + 1).find(isThere) ?? null
  return nodes.slice(0, index).findLast(isThere) ?? null
}

/** A name in so many characters: without what its parent is called, or without its middle; the end always stays. */
export function shortName(name: string, parent: string | undefined, most: number): string {
  if (name.length <= most) return name
  const rest = parent !== undefined && name.startsWith(`${parent}-`) ? name.slice(parent.length) : null
  if (rest !== null && rest.length < most) return `…${rest}`
  const end = Math.ceil((most - 1) * 0.6)
  return `${name.slice(0, most - 1 - end)}…${name.slice(-end)}`
}
