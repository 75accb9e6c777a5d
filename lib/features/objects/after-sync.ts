/** What a synchronisation makes of a live object, from the differences that the API server judged. Pure. */
import type { KubeObject } from '#lib/engine/model/resource.ts'

/** One field as the engine stored it: a JSON pointer, and both sides; undefined where the field is not there. */
export type Change = { path: string; live?: unknown; desired?: unknown }

const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

type Holder = Record<string, unknown> | unknown[]

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null

/** The map or list that holds the end of the path; null where the way there does not exist. */
function holderOf(root: unknown, steps: readonly string[]): Holder | null {
  let here = root
  for (const step of steps.slice(0, -1)) {
    if (!isHolder(here)) return null
    here = Array.isArray(here) ? here[Number(step)] : here[step]
  }
  return isHolder(here) ? here : null
}

const isItem = (root: unknown, { path }: Change): boolean => Array.isArray(holderOf(root, stepsOf(path)))
const lastIndex = ({ path }: Change): number => Number(stepsOf(path).at(-1))

function set(root: unknown, { path, desired }: Change): void {
  const steps = stepsOf(path)
  const holder = holderOf(root, steps)
  const last = steps.at(-1)
  if (!holder || last === undefined) return
  if (Array.isArray(holder)) holder[Number(last)] = desired
  else if (desired === undefined) delete holder[last]
  // Defined, not assigned: a field may be called "__proto__".
  else Object.defineProperty(holder, last, { value: desired, enumerable: true, configurable: true, writable: true })
}

function splice(root: unknown, change: Change, remove: boolean): void {
  const holder = holderOf(root, stepsOf(change.path))
  if (!Array.isArray(holder)) return
  if (remove) holder.splice(lastIndex(change), 1)
  else holder.splice(lastIndex(change), 0, change.desired)
}

/** The object with the differences carried out. Items of lists go from the end and come from the start, so that places stay true. */
export function afterSync(live: KubeObject, changes: readonly Change[]): KubeObject {
  const after = structuredClone(live)
  const items = changes.filter((change) => isItem(after, change))
  const goes = items
    .filter(({ desired }) => desired === undefined)
    .toSorted((one, other) => lastIndex(other) - lastIndex(one))
  const comes = items
    .filter((change) => change.live === undefined)
    .toSorted((one, other) => lastIndex(one) - lastIndex(other))
  const moved = new Set([...goes, ...comes])
  for (const change of changes) if (!moved.has(change)) set(after, change)
  for (const change of goes) splice(after, change, true)
  for (const change of comes) splice(after, change, false)
  return after
}

/** A pointer as people write it, with items of lists by their name: "spec.containers[web].image". */
export function namedPath(pointer: string, object: unknown): string {
  let here = object
  let text = ''
  for (const step of stepsOf(pointer)) {
    const next = isHolder(here) ? (Array.isArray(here) ? here[Number(step)] : here[step]) : undefined
    if (!Array.isArray(here) && !/^\d+$/.test(step)) text += `.${step}`
    else {
      const name = isHolder(next) && !Array.isArray(next) ? next['name'] : undefined
      text += `[${typeof name === 'string' ? name : step}]`
    }
    here = next
  }
  return text.replace(/^\./, '')
}
