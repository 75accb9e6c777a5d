/** Everything the database knows about one deployment at the start of a pass. */
import type { SyncStatus } from '../model/health.ts'
import type { InventoryEntry } from '../inventory/algebra.ts'
import type { DevopsPolicy } from '../model/policy.ts'
import type { Deletion, DeploymentSpec, SyncOptions } from '../model/spec.ts'
import type { LastRun } from '../retry/auto-sync.ts'
import type { GitRemote } from '#lib/git/types.ts'
import type { EarlierResult, Flapping } from './record.ts'

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
  /** Seconds since somebody asked for it. */
  requestedSeconds: number
  /** Seconds since it began; 0 before. */
  runningSeconds: number
  /** Seconds since anything of it last changed; 0 before. */
  quietSeconds: number
  /** Who asked for its end; null: nobody. */
  terminateBy: string | null
  /** What earlier passes recorded, by the key of the operation. */
  results: ReadonlyMap<string, EarlierResult>
  /** Some object of it was really changed. */
  hasChanged: boolean
}

export type StatusRow = {
  sync: SyncStatus
  syncedCommit: string
  healAttempts: number
  flapping: Flapping | null
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
  repository: { id: string; name: string; url: string; readonly remote: GitRemote }
  cluster: ClusterRow
  isClusterOfWorkspace: boolean
  /** Projects of the workspace on the cluster. */
  projects: ReadonlySet<string>
  status: StatusRow
  inventory: InventoryEntry[]
  /** The inventory's rows as they are stored, by entry key. */
  stored: ReadonlyMap<string, unknown>
  /** Seconds until automatic synchronisation goes on; null: it is not paused; very many: until somebody resumes it. */
  pausedSeconds: number | null
  /** The commit that a rollback pinned the deployment to. */
  pin: { commit: string } | null
  /** The number the next run gets. */
  nextRunNumber: number
  activeRun: ActiveRun | null
  lastRun: LastRun | null
}
