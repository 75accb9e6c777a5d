/** Reading a deployment with everything a pass needs: one statement, because every pass begins with it. */
import type { ErrorParams } from '#lib/core/errors.ts'
import { toReason } from '#lib/core/reasons.ts'
import { decryptSecret } from '#lib/crypto/secrets.ts'
import { db } from '#lib/db/client.ts'
import { type Sql, sql } from '#lib/db/sql.ts'
import { credentialFor, type StoredCredential } from '#lib/git/credential.ts'
import type { GitRemote } from '#lib/git/types.ts'
import type { EarlierResult } from '../reconcile/record.ts'
import { type InventoryEntry, entryKey } from '../inventory/algebra.ts'
import { parsePolicy } from '../model/policy.ts'
import { why } from '../model/why.ts'
import { deletionSchema, deploymentSpecSchema, syncOptionsSchema } from '../model/spec.ts'
import type { ActiveRun, ClusterRow, Snapshot, StatusRow } from '../reconcile/snapshot.ts'
import type { LastRun } from '../retry/auto-sync.ts'

/** Seconds that stand for "until somebody says otherwise". */
const FOR_EVER = 1e9

type Named = { id: string; name: string }

/** One row of the statement below. Ages instead of dates: only the database's clock is asked. */
type Row = Named & {
  namespace: string
  generation: number
  spec: unknown
  deletion: unknown
  deletionSeconds: number
  pausedSeconds: number | null
  pinnedCommit: string | null
  nextRunNumber: number
  devopsProject: Named & { policy: unknown }
  workspace: Named
  repository: Named & { url: string }
  credential: (StoredCredential & { id: string; secret: string }) | null
  cluster: ClusterRow
  isClusterOfWorkspace: boolean
  projects: string[]
  status: StatusRow
  inventory: InventoryEntry[]
  runs: RunRow[]
}

/** The deployment as it stands, or null when it is gone. */
export async function loadSnapshot(id: string): Promise<Snapshot | null> {
  const wanted = sql`(SELECT * FROM "ContinuousDeployment" WHERE "id" = ${id}::uuid)`
  const [row] = await db.$queryRaw<Row[]>(statement(wanted, RUNS(id)))
  return row ? toSnapshot(row) : null
}

/**
 * The deployment as a draft would have it, with what is known of the one that the draft would change; null when the draft was replaced or
 * forgotten. No run goes on: a draft is only looked at.
 */
export async function loadDraft(previewId: string): Promise<Snapshot | null> {
  const wanted = sql`(
    SELECT COALESCE(v."deploymentId", v."id") AS "id", v."name", v."namespace", v."spec", v."devopsProjectId", v."repositoryId",
      v."clusterId", COALESCE(o."generation", 0) AS "generation", NULL::jsonb AS "deletion",
      NULL::timestamptz AS "deletionAt", o."pause", o."pin"
    FROM "Preview" v LEFT JOIN "ContinuousDeployment" o ON o."id" = v."deploymentId" WHERE v."id" = ${previewId}::uuid)`
  const [row] = await db.$queryRaw<Row[]>(statement(wanted, sql`SELECT 1 WHERE false`))
  return row ? toSnapshot(row) : null
}

/** The statement for the deployments of a table expression. */
const statement = (wanted: Sql, runs: Sql) => sql`
    SELECT d."id", d."name", d."namespace", d."generation", d."spec", d."deletion",
      COALESCE(EXTRACT(EPOCH FROM now() - d."deletionAt"), 0)::float8 AS "deletionSeconds",
      json_build_object('id', p."id", 'name', p."name", 'policy', p."policy") AS "devopsProject",
      json_build_object('id', w."id", 'name', w."name") AS "workspace",
      json_build_object('id', r."id", 'name', r."name", 'url', r."url") AS "repository",
      CASE WHEN k."id" IS NOT NULL
        THEN json_build_object('id', k."id", 'type', k."type", 'username', k."username", 'secret', k."secret",
          'knownHosts', k."knownHosts", 'boundTo', k."boundTo") END AS "credential",
      json_build_object('id', c."id", 'name', c."name", 'state', c."state", 'connection', c."connection",
        'kubeVersion', c."kubeVersion") AS "cluster",
      EXISTS (SELECT 1 FROM "WorkspaceCluster" a WHERE a."workspaceId" = w."id" AND a."clusterId" = c."id")
        AS "isClusterOfWorkspace",
      COALESCE((SELECT json_agg(n."name") FROM "Project" n WHERE n."workspaceId" = w."id" AND n."clusterId" = c."id"), '[]')
        AS "projects",
      CASE WHEN d."pause" IS NULL THEN NULL
        WHEN d."pause"->>'until' IS NULL THEN ${FOR_EVER}::float8
        ELSE EXTRACT(EPOCH FROM (d."pause"->>'until')::timestamptz - now())::float8 END AS "pausedSeconds",
      d."pin"->>'commit' AS "pinnedCommit",
      COALESCE((SELECT max(o."number") FROM "SyncRun" o WHERE o."deploymentId" = d."id"), 0)::int + 1 AS "nextRunNumber",
      json_build_object('sync', COALESCE(s."sync", 'Unknown'), 'flapping', s."flapping",
        'syncedCommit', COALESCE(s."syncedCommit", ''),
        'healAttempts', COALESCE(s."healAttempts", 0),
        'healedSecondsAgo', EXTRACT(EPOCH FROM now() - s."healedAt")::float8,
        'syncSeconds', COALESCE(EXTRACT(EPOCH FROM now() - s."syncSince"), 0)::float8) AS "status",
      COALESCE((
        SELECT jsonb_agg(to_jsonb(i) - 'deploymentId' - 'updatedAt' ORDER BY i."ordinal", i."key")
        FROM "InventoryItem" i WHERE i."deploymentId" = d."id"
      ), '[]') AS "inventory",
      COALESCE((SELECT json_agg(run) FROM (${runs}) run), '[]') AS "runs"
    FROM ${wanted} d
    JOIN "DevopsProject" p ON p."id" = d."devopsProjectId"
    JOIN "Workspace" w ON w."id" = p."workspaceId"
    JOIN "CodeRepository" r ON r."id" = d."repositoryId"
    LEFT JOIN "Credential" k ON k."id" = r."credentialId"
    JOIN "Cluster" c ON c."id" = d."clusterId"
    LEFT JOIN "DeploymentStatus" s ON s."deploymentId" = d."id"`

/** The run that is asked for or under way, and the last one that ended and was a whole sync: no rehearsal, no choice of objects. */
const RUNS = (deploymentId: string) => sql`
  SELECT o."id", o."number", o."phase", o."trigger", o."revision", o."commit", o."generation", o."attempt", o."options",
    o."reason",
    EXTRACT(EPOCH FROM now() - o."requestedAt")::float8 AS "requestedSeconds",
    COALESCE(EXTRACT(EPOCH FROM now() - o."startedAt"), 0)::float8 AS "runningSeconds",
    CASE WHEN o."terminateAt" IS NULL THEN NULL ELSE o."terminateBy" END AS "terminateBy",
    CASE WHEN o."phase" = 'Running' THEN COALESCE((
      SELECT json_agg(json_build_object('key', x."key", 'state', x."state", 'reason', x."reason", 'params', x."params",
        'message', x."message", 'seconds', EXTRACT(EPOCH FROM now() - x."startedAt")::float8,
        'quietSeconds', EXTRACT(EPOCH FROM now() - COALESCE(x."finishedAt", x."startedAt"))::float8))
      FROM "SyncRunResult" x WHERE x."runId" = o."id" AND x."startedAt" IS NOT NULL), '[]') END AS "results",
    COALESCE(EXTRACT(EPOCH FROM now() - o."finishedAt"), 0)::float8 AS "finishedSeconds",
    EXISTS (SELECT 1 FROM "SyncRunResult" x WHERE x."runId" = o."id" AND x."state" = 'done' AND x."action" <> 'unchanged')
      AS "hasChanged",
    NOT EXISTS (SELECT 1 FROM "SyncRunResult" x WHERE x."runId" = o."id" AND x."startedAt" IS NOT NULL) AS "wroteNothing"
  FROM "SyncRun" o
  WHERE o."deploymentId" = ${deploymentId}::uuid
    AND (o."phase" IN ('Pending', 'Running')
      OR (COALESCE(o."options"->>'dryRun', 'false') = 'false' AND o."options"->'resources' IS NULL))
  ORDER BY o."number" DESC LIMIT 2`

function toSnapshot(row: Row): Snapshot {
  const { id, name, namespace, generation, devopsProject, workspace, repository, cluster, status, inventory } = row
  return {
    ...{ id, name, namespace, generation, workspace, cluster, status, nextRunNumber: row.nextRunNumber },
    pausedSeconds: row.pausedSeconds !== null && row.pausedSeconds > 0 ? row.pausedSeconds : null,
    pin: row.pinnedCommit === null ? null : { commit: row.pinnedCommit },
    spec: deploymentSpecSchema.parse(row.spec),
    deletion: row.deletion === null ? null : { ...deletionSchema.parse(row.deletion), seconds: row.deletionSeconds },
    devopsProject: { id: devopsProject.id, name: devopsProject.name },
    policy: parsePolicy(devopsProject.policy),
    repository: {
      id: repository.id,
      name: repository.name,
      url: repository.url,
      // When Git is needed: a secret that cannot be used must not keep the deployment from being deleted.
      get remote() {
        return remoteOf(row)
      },
    },
    isClusterOfWorkspace: row.isClusterOfWorkspace,
    projects: new Set(row.projects),
    inventory: inventory.map(toEntry),
    stored: new Map(inventory.map((item) => [entryKey(item), item])),
    ...toRuns(row.runs),
  }
}

/** Where the repository is and how to sign in. Throws FORBIDDEN when the secret was given for another host. */
function remoteOf({ repository, credential, workspace }: Row): GitRemote {
  const remote = { url: repository.url, tenant: workspace.id }
  if (credential === null) return { ...remote, credential: null }
  const open = () => decryptSecret(credential.secret, { table: 'Credential', id: credential.id, column: 'secret' })
  return { ...remote, credential: credentialFor(repository.url, credential, open) }
}

function toEntry(row: InventoryEntry): InventoryEntry {
  const { clusterId, key, group, version, kind, namespace, name, uid, ordinal, applied, created, wave, hook } = row
  return { clusterId, key, group, version, kind, namespace, name, uid, ordinal, applied, created, wave, hook }
}

type ResultRow = Omit<EarlierResult, 'why'> & {
  key: string
  reason: string
  params: ErrorParams
  message: string
  quietSeconds: number
}

type RunRow = Omit<ActiveRun, 'options' | 'phase' | 'results' | 'quietSeconds'> & {
  phase: string
  results: ResultRow[] | null
  options: unknown
  reason: string
  wroteNothing: boolean
  finishedSeconds: number
}

function toRuns(rows: readonly RunRow[]): Pick<Snapshot, 'activeRun' | 'lastRun'> {
  const active = rows.find(({ phase }) => phase === 'Pending' || phase === 'Running')
  const last = rows.find(({ phase }) => phase !== 'Pending' && phase !== 'Running')
  return { activeRun: active ? toActiveRun(active) : null, lastRun: last ? toLastRun(last) : null }
}

function toActiveRun(row: RunRow): ActiveRun {
  const { id, number, trigger, revision, commit, generation, attempt, runningSeconds, terminateBy, hasChanged } = row
  const results = row.results ?? []
  return {
    ...{ id, number, trigger, revision, commit, generation, attempt, runningSeconds, terminateBy, hasChanged },
    requestedSeconds: row.requestedSeconds,
    phase: row.phase === 'Running' ? 'Running' : 'Pending',
    options: syncOptionsSchema.parse(row.options),
    quietSeconds: Math.min(runningSeconds, ...results.map(({ quietSeconds }) => quietSeconds)),
    results: new Map(results.map((result) => [result.key, toEarlier(result)])),
  }
}

const toEarlier = ({ state, seconds, reason, params, message }: ResultRow): EarlierResult => ({
  state,
  seconds,
  why: reason === '' ? null : why(toReason(reason), params, message),
})

const toLastRun = (row: RunRow): LastRun => ({
  commit: row.commit,
  generation: row.generation,
  attempt: row.attempt,
  succeeded: row.phase === 'Succeeded',
  reason: row.reason === '' ? null : toReason(row.reason),
  wasRefused: row.phase === 'Failed' && row.wroteNothing,
  secondsAgo: row.finishedSeconds,
})

/** A cluster that is not the deployment's present destination; null when it is no longer registered. */
export const loadCluster = (id: string): Promise<ClusterRow | null> =>
  db.cluster.findUnique({
    where: { id },
    select: { id: true, name: true, state: true, connection: true, kubeVersion: true },
  })

/** Names of deployments by id, for saying whose an object is. Unknown ids are absent. */
export async function deploymentNames(ids: readonly string[]): Promise<Map<string, string>> {
  const known = ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
  const rows = await db.continuousDeployment.findMany({
    where: { id: { in: known } },
    select: { id: true, name: true },
  })
  return new Map(rows.map(({ id, name }) => [id, name]))
}
