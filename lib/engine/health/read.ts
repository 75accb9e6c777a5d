/** Reading fields of objects whose shape nobody vouches for: a wrong type counts as an absent field. */

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

export type Condition = {
  type: string
  status: string
  reason: string
  message: string
  /** The generation it speaks of, where its writer says so. */
  generation: number | undefined
}

/** Conditions of anything that has them (an object's status, a listener, a parent of a route), in order. */
export const conditionsIn = (holder: unknown): Condition[] =>
  listAt(holder, 'conditions').map((entry) => ({
    type: textAt(entry, 'type'),
    status: textAt(entry, 'status'),
    reason: textAt(entry, 'reason'),
    message: textAt(entry, 'message'),
    generation: numberAt(entry, 'observedGeneration'),
  }))

/** `status.conditions`, in order. */
export const conditionsOf = (object: unknown): Condition[] => conditionsIn(at(object, 'status'))

export const conditionOf = (object: unknown, type: string): Condition | undefined =>
  conditionsOf(object).find((condition) => condition.type === type)

const generationOf = (object: unknown): number => numberAt(object, 'metadata', 'generation') ?? 0

/** True unless the condition says that it speaks of an earlier specification. */
export const isCurrent = (object: unknown, { generation }: Condition): boolean =>
  generation === undefined || generation >= generationOf(object)

/** The condition, where it speaks of the newest specification. */
export const currentConditionOf = (object: unknown, type: string): Condition | undefined =>
  conditionsOf(object).find((condition) => condition.type === type && isCurrent(object, condition))

/** The generation the controller has looked at. Argo Rollouts writes it as text. */
function observedGeneration(object: unknown): number | undefined {
  const written = at(object, 'status', 'observedGeneration')
  if (typeof written === 'number') return written
  return typeof written === 'string' && /^\d{1,15}$/.test(written) ? Number(written) : undefined
}

/** True while the controller has not yet looked at the newest specification, or at any. */
export const isStale = (object: unknown): boolean => generationOf(object) > (observedGeneration(object) ?? 0)

/** The same for kinds of which not every version tells what it has looked at: silence is no sign. */
export const isKnownStale = (object: unknown): boolean => observedGeneration(object) !== undefined && isStale(object)
