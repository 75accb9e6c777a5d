/**
 * Server-side apply refuses fields that the kind's schema does not declare, whatever `fieldValidation` says: the API server answers 500
 * "failed to create typed patch object (…): .spec.x: field not declared in schema". Where people asked to skip validation, such fields
 * are left out, as an API server drops them from an ordinary update.
 */
import { parseExact } from '#lib/engine/model/json-text.ts'

/** One step of a field path: a key, a list index, or the list item whose keys have these values. */
type Step = string | number | Record<string, unknown>

const PATH = /(^|\s)((?:\.[^\s.[\]:]+|\[[^\]]+\])+): field not declared in schema/g
const STEP = /\.([^\s.[\]:]+)|\[([^\]]+)\]/g

function listStep(text: string): Step {
  if (/^\d+$/.test(text)) return Number(text)
  const keys: Record<string, unknown> = {}
  for (const [, key, value] of text.matchAll(/([^=,]+)=("(?:[^"\\]|\\.)*"|[^,]+)/g))
    if (key !== undefined && value !== undefined) keys[key] = JSON.parse(value) as unknown
  return keys
}

/** The paths an answer complains about, e.g. [["spec", "containers", { name: "web" }, "imagee"]]. */
export const undeclaredPaths = (message: string): Step[][] =>
  [...message.matchAll(PATH)].map((match) =>
    [...(match[2] ?? '').matchAll(STEP)].map(([, key, list]) => key ?? listStep(list ?? '')),
  )

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function descend(value: unknown, step: Step): unknown {
  if (Array.isArray(value)) {
    if (typeof step === 'number') return value[step]
    if (typeof step === 'string') return undefined
    return value.find((item) => isRecord(item) && Object.entries(step).every(([key, wanted]) => item[key] === wanted))
  }
  return isRecord(value) && typeof step === 'string' ? value[step] : undefined
}

/** The object's text without the fields at these paths; null when none of them is there, so that nobody tries for ever. */
export function withoutPaths(raw: string, paths: Step[][]): string | null {
  const object = parseExact(raw)
  let removed = false
  for (const path of paths) {
    const last = path.at(-1)
    const parent = path.slice(0, -1).reduce(descend, object)
    if (!isRecord(parent) || typeof last !== 'string' || !Object.hasOwn(parent, last)) continue
    delete parent[last]
    removed = true
  }
  return removed ? JSON.stringify(object) : null
}
