/** Places in a JSON value, and values without what is at some places. */
import type { JqPath, JqStep } from '#lib/jq/types.ts'
import { type Owned, below, isNothing, isSet, keyToken, listKeys } from './field-set.ts'

/** Field names and list indexes from the root; an index may be written as a number. Empty: the whole value. */
export type Path = readonly (string | number)[]

type Fields = Record<string, unknown>
/** What is at the end of a path is dropped: null. */
type Branches = Map<string, Branches | null>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value)
/** A number kept as its text (model/json-text.ts). */
const isRawNumber = (value: object) => Object.getPrototypeOf(value) === null && 'rawJSON' in value

/** The path of a JSON pointer (RFC 6901). */
export const pointerPath = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

/** Where a list stood whose items were dropped: positions in the list that is left → positions in the original. */
const origins = new WeakMap<readonly unknown[], readonly number[]>()

/** The position that an item of a list had before `without` dropped others. */
export const originalIndex = (list: readonly unknown[], index: number): number => origins.get(list)?.[index] ?? index

function branchesOf(paths: readonly Path[]): Branches | null {
  const root: Branches = new Map()
  for (const path of paths) {
    if (path.length === 0) return null
    let here = root
    for (const [depth, step] of path.entries()) {
      const name = String(step)
      const known = here.get(name)
      if (known === null) break
      if (depth === path.length - 1) here.set(name, null)
      else {
        const next: Branches = known ?? new Map()
        here.set(name, next)
        here = next
      }
    }
  }
  return root
}

/** A copy without what is at the paths; what is not on their way is shared with the original. Undefined: nothing is left. */
export function without(value: unknown, paths: readonly Path[]): unknown {
  if (paths.length === 0) return value
  const branches = branchesOf(paths)
  return branches === null ? undefined : removed(value, branches)
}

function removed(value: unknown, branches: Branches): unknown {
  if (Array.isArray(value)) return removedItems(value, branches)
  if (!isFields(value)) return value
  const left = { ...value }
  for (const [name, inner] of branches) {
    if (!Object.hasOwn(value, name)) continue
    if (inner === null) delete left[name]
    else left[name] = removed(value[name], inner)
  }
  return left
}

function removedItems(list: readonly unknown[], branches: Branches): unknown[] {
  const left: unknown[] = []
  const positions: number[] = []
  for (const [index, item] of list.entries()) {
    const inner = branches.get(String(index))
    if (inner === null) continue
    left.push(inner === undefined ? item : removed(item, inner))
    positions.push(originalIndex(list, index))
  }
  origins.set(left, positions)
  return left
}

/** What is at the path; undefined: nothing. */
export const valueAt = (value: unknown, path: Path): unknown => path.reduce(stepInto, value)

function stepInto(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(String(step)) ? (value[Number(step)] as unknown) : undefined
  return isFields(value) && Object.hasOwn(value, String(step)) ? value[String(step)] : undefined
}

/** Paths of jq as plain ones: slices and negative indexes are counted out in `value`; what does not exist there is left out. */
export function plainPaths(value: unknown, paths: readonly JqPath[]): Path[] {
  return paths.flatMap((path) => counted(value, path))
}

function counted(value: unknown, [step, ...rest]: JqPath): Path[] {
  if (step === undefined) return value === undefined ? [] : [[]]
  const indexes = Array.isArray(value) ? indexesOf(value.length, step) : typeof step === 'string' ? [step] : []
  return indexes.flatMap((index) => counted(stepInto(value, index), rest).map((path) => [index, ...path]))
}

function indexesOf(length: number, step: JqStep): number[] {
  const fromEnd = (index: number) => (index < 0 ? Math.max(0, index + length) : Math.min(index, length))
  if (typeof step === 'number') return step < -length || step >= length ? [] : [fromEnd(step)]
  if (typeof step === 'string') return []
  const from = fromEnd(step.start ?? 0)
  return Array.from({ length: Math.max(0, fromEnd(step.end ?? length) - from) }, (_, index) => from + index)
}

/**
 * The places in `value` that `owned` names and `except` does not: leaves, or the node above them where it is named itself and nothing else
 * is left in it.
 */
export const ownedPaths = (value: unknown, owned: Owned, except: Owned = []): Path[] =>
  collect(value, { owned, except, path: [] }).paths

type Collecting = { owned: Owned; except: Owned; path: Path }
type Collected = { paths: Path[]; isWhole: boolean }

function collect(value: unknown, { owned, except, path }: Collecting): Collected {
  if (isNothing(owned) || except === 'all') return { paths: [], isWhole: false }
  if (owned === 'all') return isNothing(except) ? { paths: [path], isWhole: true } : { paths: [], isWhole: false }
  const keys = Array.isArray(value) ? listKeys(owned) : []
  const parts = childrenOf(value, owned).map(({ token, step, item }) => {
    const part = collect(item, { owned: below(owned, token), except: below(except, token), path: [...path, step] })
    // Without its keys an item could not be told from others: they go with it or not at all.
    return part.isWhole ? part : { ...part, paths: part.paths.filter((one) => !isKey(one, path.length + 1, keys)) }
  })
  const isOwnedItself = owned.some((set) => set['.'] !== undefined) && isNothing(except)
  const isWhole = isOwnedItself && parts.every((part) => part.isWhole)
  return isWhole ? { paths: [path], isWhole } : { paths: parts.flatMap((part) => part.paths), isWhole: false }
}

const isKey = (path: Path, depth: number, keys: readonly string[]): boolean =>
  path.length === depth + 1 && keys.includes(String(path[depth]))

type Child = { token: string; step: string | number; item: unknown }

/** The parts of a value with the tokens that field sets have for them. An atomic list has none. */
function childrenOf(value: unknown, shape: Owned): Child[] {
  if (isFields(value)) return Object.keys(value).map((name) => ({ token: `f:${name}`, step: name, item: value[name] }))
  if (!Array.isArray(value)) return []
  const keys = listKeys(shape)
  if (keys.length > 0) return value.map((item, step) => ({ token: keyToken(item, keys), step, item: item as unknown }))
  if (!isSet(shape)) return []
  return value.map((item, step) => ({ token: `v:${JSON.stringify(item)}`, step, item: item as unknown }))
}

/** The same place in another object, by keys where a list is keyed; `shape` are the field sets that know. Null: it is not there. */
export function samePlace(path: Path, from: unknown, to: unknown, shape: Owned): Path | null {
  const place: (string | number)[] = []
  let here = { from, to, shape }
  for (const step of path) {
    const child = childrenOf(here.from, here.shape).find((one) => String(one.step) === String(step))
    const token = child?.token ?? `i:${step}`
    const other = token.startsWith('k:') || token.startsWith('v:') ? twin(here.to, here.shape, token) : step
    if (other === undefined) return null
    place.push(other)
    here = { from: stepInto(here.from, step), to: stepInto(here.to, other), shape: below(here.shape, token) }
  }
  return here.to === undefined ? null : place
}

const twin = (value: unknown, shape: Owned, token: string) =>
  childrenOf(value, shape).find((child) => child.token === token)?.step
