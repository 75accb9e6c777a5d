/** Everything the database knows about one deployment at the start of a pass. */
import type { SyncStatus } from '../model/health.ts'
import type { InventoryEntry } from '../inventory/algebra.ts'
import type { DevopsPolicy } from '../model/policy.ts'
import type { Deletion, DeploymentSpec, SyncOptions } from '../model/spec.ts'
import type { LastRun } from '../retry/auto-sync.ts'
import type { GitRemote } from '#lib/git/types.ts'

export type ClusterRow = {
  id: string
  name: string
  state: 'preparing' | 'ready' | 'unreachable'
  /** Ciphertext. */
  connection: string
  kubeVersion: string
}

/** A run that was asked for or has begun. */
export type ActiveRun = {
  id: string
  number: number
  phase: 'Pending' | 'Running'
  trigger: 'manual' | 'automatic' | 'self_heal' | 'retry' | 'deletion' | 'rollback'
  revision: string
  commit: string
  generation: number
  attempt: number
  options: SyncOptions
  /** Seconds since it began; 0 before. */
  runningSeconds: number
  /** Some object of it was really changed. */
  hasChanged: boolean
}

export type StatusRow = {
  sync: SyncStatus
  syncedCommit: string
  healAttempts: number
  healedSecondsAgo: number | null
  /** Seconds since the sync status became what it is. */
  syncSeconds: number
}

export type Snapshot = {
  id: string
  name: string
  namespace: string
  generation: number
  spec: DeploymentSpec
  deletion: (Deletion & { seconds: number }) | null
  devopsProject: { id: string; name: string }
  workspace: { id: string; name: string }
  policy: DevopsPolicy
  /** Reading `remote` throws where the secret cannot be used. */
  repository: { id: string; name: string; readonly remote: GitRemote }
  cluster: ClusterRow
  isClusterOfWorkspace: boolean
  /** Projects of the workspace on the cluster. */
  projects: ReadonlySet<string>
  status: StatusRow
  inventory: InventoryEntry[]
  /** The inventory's rows as they are stored, by entry key. */
  stored: ReadonlyMap<string, unknown>
  activeRun: ActiveRun | null
  lastRun: LastRun | null
}
