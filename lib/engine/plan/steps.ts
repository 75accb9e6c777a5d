/**
 * From operations to steps: phases, waves, and what has to come before what (gitops-engine's order: phase, wave, kind, name; a namespace is
 * lifted in front of the first object inside it, a definition in front of the first object of its kind).
 */
import { HOOK_PHASES, type Phase } from '../model/object-options.ts'
import type { Operation, Step } from '../model/plan.ts'
import { compareIds, isDefinition, isNamespace, objectRank } from './order.ts'

type Place = Pick<Operation, 'phase' | 'wave'>

const comparePlaces = (left: Place, right: Place): number =>
  HOOK_PHASES.indexOf(left.phase) - HOOK_PHASES.indexOf(right.phase) || left.wave - right.wave

const earliest = (places: readonly Place[]): Place | undefined =>
  places.reduce<Place | undefined>(
    (first, place) => (first && comparePlaces(first, place) <= 0 ? first : place),
    undefined,
  )

/**
 * Moves namespaces and definitions in front of what needs them. `definedKinds` are the kinds ("group/Kind") that a definition of the set
 * defines, by the definition's key.
 */
export function lifted(operations: readonly Operation[], definedKinds: ReadonlyMap<string, string>): Operation[] {
  const byNamespace = Map.groupBy(operations, ({ id }) => id.namespace)
  const byKind = Map.groupBy(operations, ({ id }) => `${id.group}/${id.kind}`)
  const dependents = (operation: Operation): Operation[] => {
    if (isNamespace(operation.id)) return byNamespace.get(operation.id.name) ?? []
    return isDefinition(operation.id) ? (byKind.get(definedKinds.get(operation.key) ?? '') ?? []) : []
  }
  return operations.map((operation) => {
    const first = earliest([operation, ...dependents(operation)]) ?? operation
    return { ...operation, phase: first.phase, wave: first.wave }
  })
}

/** Waves of deletions are mirrored: what was applied last goes first. */
export function mirrored(deletions: readonly Operation[]): Operation[] {
  const waves = [...new Set(deletions.map(({ wave }) => wave))].sort((left, right) => left - right)
  return deletions.map((operation) => ({
    ...operation,
    wave: waves[waves.length - 1 - waves.indexOf(operation.wave)] ?? operation.wave,
  }))
}

/** The wave behind every wave of the Sync phase: for deletions that wait until everything else is healthy. */
export const waveBehind = (operations: readonly Operation[]): number =>
  Math.max(-1, ...operations.filter(({ phase }) => phase === 'Sync').map(({ wave }) => wave)) + 1

/** Operations in steps, in the order of execution. Within a step what is applied stands before what is deleted. */
export function toSteps(operations: readonly Operation[]): Step[] {
  const places = Map.groupBy(operations, ({ phase, wave }) => `${phase} ${wave}`)
  return [...places.values()]
    .map((own) => ({
      phase: own[0]?.phase ?? ('Sync' satisfies Phase),
      wave: own[0]?.wave ?? 0,
      groups: toGroups(own),
    }))
    .sort(comparePlaces)
}

/** Kinds of the same rank together; deletions in reverse, dependents before what they need. */
function toGroups(operations: readonly Operation[]): Operation[][] {
  const isDeletion = ({ action }: Operation) => action === 'delete'
  const rank = (operation: Operation) =>
    isDeletion(operation) ? 1000 - objectRank(operation.id) : objectRank(operation.id)
  const groups = Map.groupBy(operations, rank)
  return [...groups]
    .sort(([left], [right]) => left - right)
    .map(([, group]) =>
      group.some(isDeletion) ? group : group.toSorted((left, right) => compareIds(left.id, right.id)),
    )
}
