/** What a deployment manages and what hangs below it, as one list with parents. Pure. */
import type { HealthStatus, LiveNode, ManagedObject, SyncStatus, Why } from '#lib/features/deployments/types.ts'

export type TreeItem = {
  key: string
  /** Null: the deployment itself manages it. */
  parent: string | null
  group: string
  version: string
  kind: string
  namespace: string
  name: string
  /** Null: Git does not speak of it. */
  sync: SyncStatus | null
  syncWhy: Why | null
  health: HealthStatus | null
  healthWhy: Why | null
  managed: ManagedObject | null
  live: LiveNode | null
}

const ofManaged = (managed: ManagedObject): TreeItem => {
  const { key, group, version, kind, namespace, name, sync, syncWhy, health, healthWhy } = managed
  return {
    key,
    parent: null,
    group,
    version,
    kind,
    namespace,
    name,
    sync,
    syncWhy,
    health,
    healthWhy,
    managed,
    live: null,
  }
}

const ofLive = (live: LiveNode): TreeItem => {
  const { key, parent, group, version, kind, namespace, name, health, healthWhy } = live
  const none = { sync: null, syncWhy: null, managed: null }
  return { key, parent, group, version, kind, namespace, name, health, healthWhy, live, ...none }
}

/** Depth first: every object stands before what hangs below it. What hangs below an object that is gone by now is left out. */
export function toItems(objects: readonly ManagedObject[], nodes: readonly LiveNode[]): TreeItem[] {
  const managed = new Set(objects.map(({ key }) => key))
  const below = Map.groupBy(
    nodes.filter(({ key }) => !managed.has(key)),
    ({ parent }) => parent,
  )
  const items: TreeItem[] = []
  const visit = (item: TreeItem) => {
    items.push(item)
    const children = below.get(item.key) ?? []
    below.delete(item.key)
    for (const child of children) visit(ofLive(child))
  }
  for (const object of objects) visit(ofManaged(object))
  return items
}

export type TreeFilter = {
  text: string
  kind?: string | undefined
  health?: string | undefined
  sync?: string | undefined
}

export const isFiltering = ({ text, kind, health, sync }: TreeFilter): boolean =>
  text.trim() !== '' || kind !== undefined || health !== undefined || sync !== undefined

/** Whether an object is one of those that are looked for. */
export function matches(item: TreeItem, { text, kind, health, sync }: TreeFilter): boolean {
  const wanted = text.trim().toLowerCase()
  return (
    (wanted === '' || `${item.kind} ${item.namespace} ${item.name}`.toLowerCase().includes(wanted)) &&
    (kind === undefined || item.kind === kind) &&
    (health === undefined || item.health === health) &&
    (sync === undefined || item.sync === sync)
  )
}

/** The kinds there are, by name. */
export const kindsOf = (items: readonly TreeItem[]): string[] => [...new Set(items.map(({ kind }) => kind))].toSorted()

/** Later is worse; in the order in which the header tells a deployment's state. */
const HEALTH_RANK: readonly HealthStatus[] = ['Healthy', 'Suspended', 'Progressing', 'Unknown', 'Missing', 'Degraded']
const SYNC_RANK: readonly SyncStatus[] = ['Synced', 'Unknown', 'OutOfSync']

function worst<T>(values: readonly (T | null)[], rank: readonly T[]): T | null {
  const places = values.flatMap((value) => (value === null ? [] : [rank.indexOf(value)]))
  return places.length === 0 ? null : (rank[Math.max(...places)] ?? null)
}

export const worstHealth = (items: readonly TreeItem[]): HealthStatus | null =>
  items.reduce<HealthStatus | null>((found, { health }) => worst([found, health], HEALTH_RANK), null)
export const worstSync = (items: readonly TreeItem[]): SyncStatus | null =>
  items.reduce<SyncStatus | null>((found, { sync }) => worst([found, sync], SYNC_RANK), null)

/** How much an object needs somebody: the worse of both states; 0 for one that is as it should be. */
export function need({ health, sync }: Pick<TreeItem, 'health' | 'sync'>): number {
  const ofHealth = health === null ? 0 : HEALTH_RANK.indexOf(health)
  return Math.max(ofHealth, sync === 'OutOfSync' ? 4 : sync === 'Unknown' ? 3 : 0)
}
