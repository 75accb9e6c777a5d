/** What is applied where ignored fields keep their live value (`RespectIgnoreDifferences` of Argo CD). */
import { parseExact } from '../model/json-text.ts'
import type { KubeObject } from '../model/resource.ts'
import { DEPLOYMENT_LABEL, TRACKING_ANNOTATION } from '../ownership/mark.ts'
import { isEqual } from './differences.ts'
import { isOurEntry, setsOf } from './field-set.ts'
import type { Ignored } from './ignore.ts'
import { SERVER_FIELDS } from './project.ts'
import { type Path, isFields, ownedPaths, samePlace, valueAt, without } from './paths.ts'

/** What tells which object it is and whose: no rule takes that away. */
const KEPT: readonly Path[] = [
  ['apiVersion'],
  ['kind'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
  ['metadata', 'labels', DEPLOYMENT_LABEL],
  ['metadata', 'annotations', TRACKING_ANNOTATION],
]

/**
 * The JSON text to apply in which ignored fields carry the live object's value, or are absent where it has none; every other digit is as it
 * was rendered. A field that Git does not state stays unstated, unless our manager owns it: then an apply would remove it. An integer that
 * JavaScript cannot hold is never copied: the field is left to who wrote it. What tells whose object it is cannot be ignored.
 */
export function withIgnoredFromLive(text: string, live: KubeObject, ignored: Ignored): string {
  const object = parseExact(text)
  const absent = ignored.desired.flatMap((path) => spared(path, object)).flatMap((path) => adopt(object, live, path))
  for (const path of ignored.live.flatMap((one) => spared(one, live))) keepOwned(object, live, path)
  return JSON.stringify(without(object, absent))
}

const isPrefix = (path: Path, whole: Path) =>
  path.length <= whole.length && path.every((step, index) => step === whole[index])

/** The path, or, where something below it has to stay, the paths of everything else below it. */
function spared(path: Path, value: unknown): Path[] {
  if (KEPT.some((kept) => isPrefix(kept, path)) || isOfServer(path)) return []
  const here = valueAt(value, path)
  if (!KEPT.some((kept) => isPrefix(path, kept)) || !isFields(here)) return [path]
  return Object.keys(here).flatMap((name) => spared([...path, name], value))
}

/** An apply must not state these. */
const isOfServer = ([first, second]: Path): boolean =>
  first === 'status' || (first === 'metadata' && typeof second === 'string' && SERVER_FIELDS.has(second))

/** Gives the place the live value; answers with the place where there is none to give. */
function adopt(object: unknown, live: KubeObject, path: Path): Path[] {
  const wanted = valueAt(object, path)
  if (wanted === undefined) return []
  const place = samePlace(
    path,
    object,
    live,
    setsOf(live, () => true),
  )
  const value = place && valueAt(live, place)
  if (value === undefined || value === null) return [path]
  if (!isExact(value)) return isEqual(JSON.parse(JSON.stringify(wanted)), value) ? [] : [path]
  put(object, path, value)
  return []
}

/** A live field of ours that the text does not state. */
function keepOwned(object: unknown, live: KubeObject, path: Path): void {
  const shape = setsOf(live, () => true)
  const parent = samePlace(path.slice(0, -1), live, object, shape)
  const step = path.at(-1)
  const value = valueAt(live, path)
  if (parent === null || step === undefined || value === undefined || !isExact(value)) return
  const owner = valueAt(object, parent)
  const isOurs = ownedPaths(live, setsOf(live, isOurEntry)).some((own) => isPrefix(path, own) || isPrefix(own, path))
  if (isFields(owner) && !Object.hasOwn(owner, String(step)) && isOurs) owner[String(step)] = value
}

function put(object: unknown, path: Path, value: unknown): void {
  const parent = valueAt(object, path.slice(0, -1))
  const step = path.at(-1) ?? ''
  if (Array.isArray(parent)) parent[Number(step)] = value
  else if (isFields(parent)) parent[String(step)] = value
}

/** Live objects are parsed as JavaScript does: a larger integer may have lost digits. */
function isExact(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(isExact)
}
