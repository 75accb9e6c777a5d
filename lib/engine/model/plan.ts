/** What a sync will do: the shape that is shown before it runs, stored with the run, and executed. */
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

/** Stages are barriers: one begins when the one before it has succeeded. */
export const STAGES = ['namespaces', 'definitions', 'objects', 'prune'] as const
export type StageName = (typeof STAGES)[number]

export type OperationAction = 'create' | 'update' | 'replace' | 'delete' | 'unchanged' | 'skip'

export type Operation = {
  key: string
  id: ResourceId
  clusterId: string
  stage: StageName
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
}

export type Stage = {
  name: StageName
  /** Groups run one after the other, the operations of a group at the same time. */
  groups: Operation[][]
}

export type SyncPlan = {
  stages: Stage[]
  /** Objects that are left alone, with the reason. */
  skipped: Operation[]
  /** Objects that make the whole sync impossible: nothing is written while this is not empty. */
  refused: Operation[]
  pruneLast: boolean
  propagation: PrunePropagation
}

/** Every operation of a plan in the order it is shown and numbered. */
export const operationsOf = (plan: SyncPlan): Operation[] => [
  ...plan.refused,
  ...plan.stages.flatMap((stage) => stage.groups.flat()),
  ...plan.skipped,
]
