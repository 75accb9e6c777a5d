/** What a sync will do: the shape that is shown before it runs, stored with the run, and executed. */
import type { Hook, Phase } from './object-options.ts'
import type { ResourceId } from './resource.ts'
import type { PrunePropagation } from './spec.ts'
import type { Why } from './why.ts'

/** One field that is not as Git says. Secret values are masks that are equal exactly when the values are. */
export type Difference = {
  /** JSON pointer into the live object, or into the desired one where the field does not exist yet. */
  path: string
  /** Absent side: undefined (the field does not exist there). */
  live?: unknown
  desired?: unknown
  /** Field manager that owns the live value; empty when nobody does. */
  owner: string
}

export type OperationAction = 'create' | 'update' | 'replace' | 'delete' | 'unchanged' | 'skip'

export type Operation = {
  /** Identity of the object; a hook's begins with its phase, because one object may be a hook of several. */
  key: string
  id: ResourceId
  clusterId: string
  phase: Phase
  wave: number
  action: OperationAction
  /** Why it is done, or why it is not. */
  why: Why | null
  /** False: nothing is sent to the API server. */
  write: boolean
  /** False: the API server could not judge it beforehand, because its namespace or kind is made by this same sync. */
  validated: boolean
  /** It cannot be changed in place: deleted and created again (only when asked for by `force`). */
  recreate: boolean
  differences: Difference[]
  /** Null: an ordinary object. */
  hook: Hook | null
  /** A deletion that waits until everything else is healthy. */
  isLast: boolean
}

/** A step is a barrier: it begins when everything of the one before it is healthy or gone. */
export type Step = {
  phase: Phase
  wave: number
  /** Groups run one after the other, the operations of a group at the same time; deletions come last. */
  groups: Operation[][]
}

export type SyncPlan = {
  steps: Step[]
  /** Hooks that run when the sync has failed. */
  onFailure: Step[]
  /** Objects that are left alone, with the reason. */
  skipped: Operation[]
  /** Objects that make the whole sync impossible: nothing is written while this is not empty. */
  refused: Operation[]
  propagation: PrunePropagation
}

/** Every operation of a plan in the order it is shown and numbered, with the number of its step. */
export function numberedOperations(plan: SyncPlan): { operation: Operation; step: number }[] {
  const steps = [...plan.steps, ...plan.onFailure]
  return [
    ...plan.refused.map((operation) => ({ operation, step: 0 })),
    ...steps.flatMap(({ groups }, step) => groups.flat().map((operation) => ({ operation, step }))),
    ...plan.skipped.map((operation) => ({ operation, step: steps.length })),
  ]
}

/** Every operation of a plan in the order it is shown and numbered. */
export const operationsOf = (plan: SyncPlan): Operation[] => numberedOperations(plan).map(({ operation }) => operation)
