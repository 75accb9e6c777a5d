/** Reading fields of objects whose shape nobody vouches for: a wrong type counts as an absent field. */
import type { KubeObject } from '../model/resource.ts'

/** The value at a path, or undefined. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Record<string | number, unknown>)[step]
  }
  return current
}

export const numberAt = (value: unknown, ...path: (string | number)[]): number | undefined => {
  const found = at(value, ...path)
  return typeof found === 'number' ? found : undefined
}

export const textAt = (value: unknown, ...path: (string | number)[]): string => {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}

export const listAt = (value: unknown, ...path: (string | number)[]): unknown[] => {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

export type Condition = { type: string; status: string; reason: string; message: string }

/** `status.conditions`, in order. */
export const conditionsOf = (object: unknown): Condition[] =>
  listAt(object, 'status', 'conditions').map((entry) => ({
    type: textAt(entry, 'type'),
    status: textAt(entry, 'status'),
    reason: textAt(entry, 'reason'),
    message: textAt(entry, 'message'),
  }))

export const conditionOf = (object: unknown, type: string): Condition | undefined =>
  conditionsOf(object).find((condition) => condition.type === type)

/** True while the controller has not yet looked at the newest specification. */
export const isStale = (object: KubeObject): boolean =>
  (object.metadata.generation ?? 0) > (numberAt(object, 'status', 'observedGeneration') ?? 0)
