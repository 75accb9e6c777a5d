import type { HealthStatus } from '#lib/engine/model/health.ts'
import type { AskedPreview, FieldDifference } from '#lib/features/deployments/types.ts'
import type { ResourceId } from '#lib/engine/model/resource.ts'
import type { Why } from '#lib/engine/model/why.ts'

/** The continuous deployment that made an object, or one of its owners. */
export type ManagedBy = { name: string; devopsProject: string; selfHeal: boolean }

export type ObjectCondition = { type: string; status: string; reason: string; message: string; at: string | null }

export type EventRow = {
  uid: string
  /** Normal or Warning; other texts are shown as they are. */
  type: string
  reason: string
  message: string
  count: number
  firstAt: string
  lastAt: string
  /** Who reports it. */
  source: string
  object: ResourceId
}

export type ContainerInfo = {
  name: string
  role: 'init' | 'main' | 'ephemeral'
  /** Waiting reason, Running, or how it ended. */
  state: string
  restarts: number
  hasPrevious: boolean
}

/** A pod whose logs can be read, the object itself or one that it made. */
export type PodInfo = { name: string; namespace: string; containers: ContainerInfo[]; simulated: boolean }

export type SecretEntry = { key: string; bytes: number }

export type FieldManager = { manager: string; operation: string; subresource: string; at: string | null }

export type ObjectActs = { restart: boolean; scale: boolean; delete: boolean }

export type ObjectDetail = {
  id: ResourceId
  uid: string
  createdAt: string | null
  deletingSince: string | null
  health: HealthStatus
  healthWhy: Why | null
  /** YAML without managedFields; the values of a Secret are masks. */
  manifest: string
  /** The manifest was too long and ends early. */
  manifestCut: boolean
  fieldManagers: FieldManager[]
  conditions: ObjectCondition[]
  /** What made it, the nearest first. */
  owners: ResourceId[]
  events: EventRow[]
  pods: PodInfo[]
  /** Keys of a Secret; null for every other kind. */
  secretEntries: SecretEntry[] | null
  replicas: number | null
  managedBy: (ManagedBy & { direct: boolean }) | null
  acts: ObjectActs
}

/** `changedAt`: when the owner last wrote anything in the object; null when nobody knows. */
export type ComparedField = FieldDifference & { changedAt: string | null }

/** One object that is out of sync, as it is in the cluster now and as a synchronisation would make it. */
export type ObjectComparison = {
  /** False: the cluster does not have it. */
  exists: boolean
  fields: ComparedField[]
  /** YAML; Secrets masked; empty where there is no such side. */
  live: string
  after: string
  /** The texts are left out. */
  isTooLong: boolean
  resourceVersion: string
}

/** One object as a synchronisation would make it. */
export type ObjectPreview = AskedPreview<{
  /** YAML; Secrets masked; empty where it is too long to be read. */
  text: string
  /** The API server has filled it in; otherwise it is as rendered. */
  isJudged: boolean
}>

/** Events about the objects of a deployment, the newest first; `isCut`: there are more. */
export type DeploymentEvents = { events: EventRow[]; isCut: boolean }

/** A value of a Secret. `text` is null when it is not text: then `base64` says it. */
export type SecretValue = { key: string; text: string | null; base64: string }

type Row = ResourceId & { createdAt: string | null; managedBy: ManagedBy | null }

export type WorkloadRow = Row & {
  health: HealthStatus
  healthWhy: Why | null
  /** Pods that are ready and that are wanted; null where the kind does not count them. */
  ready: { ready: number; wanted: number } | null
  images: string[]
  schedule: string
}

export type PodRow = Row & {
  health: HealthStatus
  healthWhy: Why | null
  ready: { ready: number; wanted: number }
  restarts: number
  node: string
  ip: string
  owner: { kind: string; name: string } | null
}

export type ConfigRow = Row & { type: string; keys: string[]; keyCount: number }

export type KindCount = { kind: string; total: number; health: Partial<Record<HealthStatus, number>> }

export type Problem = ResourceId & { health: HealthStatus; healthWhy: Why | null }

export type ProjectHealth = {
  kinds: KindCount[]
  problems: Problem[]
  problemCount: number
  warnings: EventRow[]
  deployments: {
    name: string
    alias: string
    devopsProject: string
    health: HealthStatus
    healthWhy: Why | null
    sync: 'Synced' | 'OutOfSync' | 'Unknown'
  }[]
}
