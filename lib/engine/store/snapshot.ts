/** Reading a deployment with everything a pass needs. */
import { toReason } from '#lib/core/reasons.ts'
import { decryptSecret } from '#lib/crypto/secrets.ts'
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import type { GitRemote } from '#lib/git/types.ts'
import { type InventoryEntry, entryKey } from '../inventory/algebra.ts'
import { parsePolicy } from '../model/policy.ts'
import { deletionSchema, deploymentSpecSchema, syncOptionsSchema } from '../model/spec.ts'
import type { ActiveRun, ClusterRow, Snapshot, StatusRow } from '../reconcile/snapshot.ts'
import type { LastRun } from '../retry/auto-sync.ts'

const CLUSTER = { id: true, name: true, state: true, connection: true, kubeVersion: true } as const

const findDeployment = (id: string) =>
  db.continuousDeployment.findUnique({
    where: { id },
    include: {
      devopsProject: {
        select: { id: true, name: true, policy: true, workspace: { select: { id: true, name: true } } },
      },
      repository: { select: { id: true, name: true, url: true, credential: true } },
      cluster: { select: CLUSTER },
      inventory: { orderBy: { ordinal: 'asc' } },
    },
  })

type DeploymentRow = NonNullable<Awaited<ReturnType<typeof findDeployment>>>

/** The deployment as it stands, or null when it is gone. */
export async function loadSnapshot(id: string): Promise<Snapshot | null> {
  const [row, status, runs] = await Promise.all([findDeployment(id), loadStatus(id), loadRuns(id)])
  if (!row) return null
  const workspaceId = row.devopsProject.workspace.id
  const [isClusterOfWorkspace, projects] = await Promise.all([
    db.workspaceCluster.count({ where: { workspaceId, clusterId: row.clusterId } }),
    db.project.findMany({ where: { workspaceId, clusterId: row.clusterId }, select: { name: true } }),
  ])
  return {
    id,
    name: row.name,
    namespace: row.namespace,
    generation: row.generation,
    spec: deploymentSpecSchema.parse(row.spec),
    deletion: row.deletion === null ? null : { ...deletionSchema.parse(row.deletion), seconds: status.deletionSeconds },
    devopsProject: { id: row.devopsProject.id, name: row.devopsProject.name },
    workspace: row.devopsProject.workspace,
    policy: parsePolicy(row.devopsProject.policy),
    repository: { id: row.repository.id, name: row.repository.name, remote: remoteOf(row.repository) },
    cluster: row.cluster,
    isClusterOfWorkspace: isClusterOfWorkspace > 0,
    projects: new Set(projects.map(({ name }) => name)),
    status,
    inventory: row.inventory.map(toEntry),
    stored: new Map(row.inventory.map((item) => [entryKey(item), item])),
    ...runs,
  }
}

/** A cluster that is not the deployment's present destination; null when it is no longer registered. */
export const loadCluster = (id: string): Promise<ClusterRow | null> =>
  db.cluster.findUnique({ where: { id }, select: CLUSTER })

/** Names of deployments by id, for saying whose an object is. Unknown ids are absent. */
export async function deploymentNames(ids: readonly string[]): Promise<Map<string, string>> {
  const known = ids.filter((id) => /^[0-9a-f-]{36}$/.test(id))
  const rows = await db.continuousDeployment.findMany({
    where: { id: { in: known } },
    select: { id: true, name: true },
  })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function remoteOf({ url, credential }: DeploymentRow['repository']): GitRemote {
  if (credential === null) return { url, credential: null }
  const secret = decryptSecret(credential.secret, { table: 'Credential', id: credential.id, column: 'secret' })
  return { url, credential: { username: credential.username, secret } }
}

function toEntry(row: DeploymentRow['inventory'][number]): InventoryEntry {
  const { clusterId, key, group, version, kind, namespace, name, uid, ordinal, applied, created } = row
  return { clusterId, key, group, version, kind, namespace, name, uid, ordinal, applied, created }
}

/** Ages instead of dates: only the database's clock is asked. */
async function loadStatus(id: string): Promise<StatusRow & { deletionSeconds: number }> {
  const [row] = await db.$queryRaw<(StatusRow & { deletionSeconds: number })[]>(sql`
    SELECT s."health", s."sync", s."resolvedCommit", s."syncedCommit", s."healAttempts",
      EXTRACT(EPOCH FROM now() - s."healedAt")::float8 AS "healedSecondsAgo",
      EXTRACT(EPOCH FROM now() - s."syncSince")::float8 AS "syncSeconds",
      COALESCE(EXTRACT(EPOCH FROM now() - d."deletionAt"), 0)::float8 AS "deletionSeconds"
    FROM "DeploymentStatus" s JOIN "ContinuousDeployment" d ON d."id" = s."deploymentId"
    WHERE s."deploymentId" = ${id}::uuid`)
  return (
    row ?? {
      health: 'Progressing',
      sync: 'Unknown',
      resolvedCommit: '',
      syncedCommit: '',
      healAttempts: 0,
      healedSecondsAgo: null,
      syncSeconds: 0,
      deletionSeconds: 0,
    }
  )
}

type RunRow = Omit<ActiveRun, 'options' | 'phase'> & {
  phase: string
  options: unknown
  reason: string
  wroteNothing: boolean
  finishedSeconds: number
}

/** The run that is asked for or under way, and the last one that ended and was not only a rehearsal. */
async function loadRuns(deploymentId: string): Promise<{ activeRun: ActiveRun | null; lastRun: LastRun | null }> {
  const rows = await db.$queryRaw<RunRow[]>(sql`
    SELECT r."id", r."number", r."phase"::text, r."trigger"::text, r."revision", r."commit", r."generation", r."attempt",
      r."options", r."reason",
      COALESCE(EXTRACT(EPOCH FROM now() - r."startedAt"), 0)::float8 AS "runningSeconds",
      COALESCE(EXTRACT(EPOCH FROM now() - r."finishedAt"), 0)::float8 AS "finishedSeconds",
      EXISTS (SELECT 1 FROM "SyncRunResult" o WHERE o."runId" = r."id" AND o."state" = 'done' AND o."action" <> 'unchanged')
        AS "hasChanged",
      NOT EXISTS (SELECT 1 FROM "SyncRunResult" o WHERE o."runId" = r."id" AND o."startedAt" IS NOT NULL) AS "wroteNothing"
    FROM "SyncRun" r
    WHERE r."deploymentId" = ${deploymentId}::uuid
      AND (r."phase" IN ('Pending', 'Running') OR COALESCE(r."options"->>'dryRun', 'false') = 'false')
    ORDER BY r."number" DESC LIMIT 2`)
  const active = rows.find(({ phase }) => phase === 'Pending' || phase === 'Running')
  const last = rows.find(({ phase }) => phase !== 'Pending' && phase !== 'Running')
  return { activeRun: active ? toActiveRun(active) : null, lastRun: last ? toLastRun(last) : null }
}

function toActiveRun(row: RunRow): ActiveRun {
  const { id, number, trigger, revision, commit, generation, attempt, runningSeconds, hasChanged } = row
  const phase = row.phase === 'Running' ? 'Running' : 'Pending'
  const options = syncOptionsSchema.parse(row.options)
  return { id, number, phase, trigger, revision, commit, generation, attempt, options, runningSeconds, hasChanged }
}

const toLastRun = (row: RunRow): LastRun => ({
  commit: row.commit,
  generation: row.generation,
  attempt: row.attempt,
  succeeded: row.phase === 'Succeeded',
  reason: row.reason === '' ? null : toReason(row.reason),
  wasRefused: row.phase === 'Failed' && row.wroteNothing,
  secondsAgo: row.finishedSeconds,
})
