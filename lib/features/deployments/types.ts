import type { ErrorParams, PublicError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { Phase } from '#lib/engine/model/object-options.ts'
import type { PreviewResult } from '#lib/engine/model/preview.ts'
import type { DeploymentSpec } from '#lib/engine/model/spec.ts'
import type { ClusterState } from '#lib/features/clusters/types.ts'

export const HEALTH_STATUSES = ['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown'] as const
export type HealthStatus = (typeof HEALTH_STATUSES)[number]
export const SYNC_STATUSES = ['Synced', 'OutOfSync', 'Unknown'] as const
export type SyncStatus = (typeof SYNC_STATUSES)[number]

/** Deletions that wait for a person who has seen them. */
export const GUARDS: readonly Reason[] = ['prune_threshold', 'prune_would_empty', 'needs_confirmation']

/** A reason with what fills its words; `detail` is another system's text, quoted. */
export type Why = { reason: Reason; params: ErrorParams; detail: string }

/** Why nothing is synchronised by itself, who said so and until when; `until` null: until somebody resumes it. */
export type Pause = { reason: string; by: string; at: string; until: string | null }

/** The commit a roll-back keeps the deployment at, and the run that it came from. */
export type Pin = { commit: string; number: number; by: string; at: string }

export type DeploymentRow = {
  id: string
  name: string
  alias: string
  description: string
  repository: string
  health: HealthStatus
  healthWhy: Why | null
  /** Since when it has been Progressing, once that takes too long; null otherwise. */
  stalledSince: string | null
  sync: SyncStatus
  syncWhy: Why | null
  /** Commit the cluster was last made equal to; empty before the first sync. */
  syncedCommit: string
  outOfSyncCount: number
  objectCount: number
  cluster: string
  clusterState: ClusterState
  namespace: string
  /** Update time: when the resources last changed. */
  changedAt: string
  lastCheckedAt: string | null
  automated: boolean
  /** Null: not paused (any more). */
  pause: Pause | null
  pin: Pin | null
  /** A sync that has been asked for or is running. */
  activeRun: { number: number; phase: 'Pending' | 'Running' } | null
  /** Why the last sync failed, until a later one succeeds or the cluster equals Git all the same. */
  lastFailure: Why | null
  deleting: boolean
  version: number
}

/** A search of the list with its filters and order, that a person gave a name. */
export type SavedFilter = { id: string; name: string; filter: ListFilter }

/** What narrows and orders the list, without a page. */
export type ListFilter = {
  search: string
  health?: HealthStatus | undefined
  sync?: SyncStatus | undefined
  cluster?: string | undefined
  repository?: string | undefined
  sort: string
  direction: 'asc' | 'desc'
}

/** How one deployment of many fared: done (with the number of the run that was asked for), or refused with the reason. */
export type BatchItem = { name: string; number: number | null; refusal: PublicError | null }

export type ActionCounts = Record<PlanAction, number>

/** What one run of a batch would do; null `planDigest`: it cannot be carried out or could not be planned, `why` says why. */
export type BatchPlan = {
  name: string
  number: number
  planDigest: string | null
  why: Why | null
  counts: ActionCounts
  /** Deletions that wait until a person agrees to them at the deployment itself. */
  held: number
}

export type DeploymentCounts = { total: number; health: Record<HealthStatus, number>; sync: Record<SyncStatus, number> }

/** A page of the list with the counts of the whole DevOps project: search and filters do not change them. */
export type DeploymentPage = Page<DeploymentRow> & { counts: DeploymentCounts }

export type DeploymentYaml = { yaml: string; version: number }

export type RunPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Terminated'
export type PlanAction = 'create' | 'update' | 'replace' | 'delete' | 'unchanged' | 'skip'
export type ResultState = 'waiting' | 'applying' | 'waiting_healthy' | 'done' | 'failed' | 'skipped'

export type RunObject = {
  key: string
  group: string
  kind: string
  namespace: string
  name: string
  /** Step of the run, counted from 0: one begins when everything of the one before is healthy or gone. */
  stage: number
  phase: Phase
  wave: number
  /** Made by the run instead of being kept. */
  hook: boolean
  action: PlanAction
  state: ResultState
  why: Why | null
  health: HealthStatus | null
}

export type Run = {
  number: number
  trigger: 'manual' | 'automatic' | 'self_heal' | 'retry' | 'deletion' | 'rollback'
  actorName: string
  phase: RunPhase
  revision: string
  commit: string
  /** The commit as people know it; empty before the run has read it. */
  commitSubject: string
  commitAuthor: string
  why: Why | null
  attempt: number
  /** A preview: only the plan was made. */
  dryRun: boolean
  /** Somebody asked for its end. */
  terminating: boolean
  requestedAt: string
  startedAt: string | null
  finishedAt: string | null
}

/** `differences`: how many fields differ; `recreate`: it cannot be changed in place and is deleted and made again. */
export type PlannedChange = { differences: number; recreate: boolean }

export type RunDetail = Run & {
  objects: RunObject[]
  /** Names the plan: what was seen can be carried out as it was seen. Empty while there is none. */
  planDigest: string
  /** What a preview says of objects that change, by key; empty for a run that was carried out. */
  planned: Readonly<Record<string, PlannedChange>>
}

/** What people do with a deployment, as the audit names it after "deployment.". */
export const DEPLOYMENT_ACTS = [
  'create',
  'delete',
  'edit-ignore-rules',
  'edit-info',
  'edit-settings',
  'edit-yaml',
  'pause',
  'release',
  'resume',
  'rollback',
  'terminate-sync',
] as const
export type DeploymentAct = (typeof DEPLOYMENT_ACTS)[number]

/** Something that happened to a deployment: what somebody did with it, or the end of a run. */
export type Happening = { key: string; at: string; actorName: string } & (
  | { kind: 'act'; act: DeploymentAct }
  | { kind: 'run'; number: number; phase: RunPhase; trigger: Run['trigger']; commit: string; why: Why | null }
)

/** Who keeps writing what self-heal puts back, and how often in a row. */
export type Flapping = { key: string; kind: string; name: string; path: string; manager: string; count: number }

/** One field that differs between the cluster and Git, as the API server judged it. Values are JSON text, masked for Secrets. */
export type FieldDifference = {
  /** JSON pointer, as a rule names it. */
  pointer: string
  /** Path as people write it: `spec.template.spec.containers[name=web].image`. */
  path: string
  /** Null: the field is not there. */
  live: string | null
  desired: string | null
  /** Field manager that wrote the live value; empty when unknown. */
  owner: string
}

/** One managed object with its state. */
export type ManagedObject = {
  key: string
  group: string
  version: string
  kind: string
  namespace: string
  name: string
  sync: SyncStatus
  syncWhy: Why | null
  health: HealthStatus | null
  healthWhy: Why | null
  /** Fields that differ, at most 100; empty unless OutOfSync. */
  differences: FieldDifference[]
  /** CRD, Namespace, PersistentVolumeClaim, PersistentVolume: never deleted unless chosen. */
  isProtected: boolean
  /** Existed before the first sync: deleting the deployment leaves it. */
  adopted: boolean
}

/** A live object that Kubernetes made for an object of the deployment: a ReplicaSet, a pod, an EndpointSlice. */
export type LiveNode = {
  /** Identity: group/kind/namespace/name, as of managed objects. */
  key: string
  /** Key of what it hangs below. */
  parent: string
  group: string
  version: string
  kind: string
  namespace: string
  name: string
  health: HealthStatus
  healthWhy: Why | null
  /** Containers of a pod or pods of a ReplicaSet that are ready, and how many there are to be; null of other kinds. */
  ready: number | null
  wanted: number | null
  /** Of all containers of a pod together. */
  restarts: number
  /** Of a Deployment's ReplicaSet; empty otherwise. */
  revision: string
  /** A ReplicaSet of an earlier revision, without pods. */
  isPast: boolean
  createdAt: string | null
}

/** `isCut`: there is more than is shown; `unread`: kinds that could not be listed. */
export type DeploymentTree = { nodes: LiveNode[]; isCut: boolean; unread: string[] }

/** An object that causes the health of its deployment. */
export type HealthCause = { key: string; kind: string; name: string; why: Why | null }

export type DeploymentDetail = DeploymentRow & {
  /** Since when health and sync status are what they are; null before the engine has looked. */
  healthSince: string | null
  syncSince: string | null
  /** At most five. */
  healthCauses: HealthCause[]
  repositoryUrl: string
  spec: DeploymentSpec
  git: {
    revision: string
    commit: string
    subject: string
    author: string
    at: string | null
  }
  /** When the sync that failed is tried again by itself; `at` null: all attempts are used up. Null where nothing of the kind is meant to happen. */
  retry: { at: string | null } | null
  sourceKind: string
  /** A failure outside a sync, e.g. Git not reachable. */
  condition: (Why & { stage: string; at: string }) | null
  warnings: Why[]
  flapping: Flapping | null
  /** Objects that hooks made and that are still recorded: they go with the deployment. */
  hookCount: number
  createdBy: string
  createdAt: string
  objects: ManagedObject[]
  /** The newest run that was no preview. */
  lastRun: RunDetail | null
}

/** What the engine was asked to plan. Succeeded: with the answer; Failed: why nothing can be planned. */
export type AskedPreview<Plan> = {
  id: string
  at: string | null
  outcome:
    | { state: 'Pending' }
    /** The person has asked for many since, or nobody has looked for long. */
    | { state: 'Forgotten' }
    | { state: 'Succeeded'; plan: Plan }
    /** `isBlocked`: the rules say no; otherwise Git, the manifests or the cluster could not be read now. */
    | { state: 'Failed'; why: Why; isBlocked: boolean }
}

/** What a draft would do. */
export type DraftPreview = AskedPreview<PreviewResult>
