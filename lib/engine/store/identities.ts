/** Which DevOps projects have an identity on which clusters, and what its rights are made from. */
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { type DevopsPolicy, parsePolicy } from '../model/policy.ts'
import type { ClusterRow } from '../reconcile/snapshot.ts'

/** What decides about the rights of a DevOps project on a cluster. */
export type Basis = {
  devopsProjectId: string
  devopsProject: string
  workspace: string
  cluster: string
  policy: DevopsPolicy
  isClusterOfWorkspace: boolean
  /** Projects of the workspace on the cluster. */
  projects: ReadonlySet<string>
  /** Namespaces that manifests of its deployments make. */
  made: ReadonlySet<string>
  /** Changes with everything above but `made`, which only passes change. */
  stamp: string
}

type Row = Omit<Basis, 'policy' | 'projects' | 'made'> & { policy: unknown; projects: string[]; made: string[] }

const PROJECTS = sql`(SELECT array_agg(n."name" ORDER BY n."name") FROM "Project" n
  WHERE n."workspaceId" = p."workspaceId" AND n."clusterId" = c."id")`
const IS_OF_WORKSPACE = sql`EXISTS (
  SELECT 1 FROM "WorkspaceCluster" a WHERE a."workspaceId" = p."workspaceId" AND a."clusterId" = c."id")`
const STAMP = sql`md5(concat_ws(' ', c."name", p."policy"::text, ${IS_OF_WORKSPACE}, ${PROJECTS}::text))`

/**
 * Writes down that the DevOps project is about to have an identity on the cluster, and answers what decides about its rights. Null when
 * either of them is gone.
 */
export async function beginIdentity(devopsProjectId: string, clusterId: string): Promise<Basis | null> {
  const [row] = await db.$queryRaw<Row[]>(sql`
    WITH begun AS (
      INSERT INTO "ProjectIdentity" ("devopsProjectId", "clusterId")
      SELECT p."id", c."id" FROM "DevopsProject" p, "Cluster" c
      WHERE p."id" = ${devopsProjectId}::uuid AND c."id" = ${clusterId}::uuid
      ON CONFLICT ("devopsProjectId", "clusterId") DO UPDATE SET "stamp" = '', "updatedAt" = now()
    )
    SELECT p."id" AS "devopsProjectId", p."name" AS "devopsProject", w."name" AS "workspace", c."name" AS "cluster",
      p."policy", ${IS_OF_WORKSPACE} AS "isClusterOfWorkspace", COALESCE(${PROJECTS}, '{}') AS "projects", ${STAMP} AS "stamp",
      ARRAY(SELECT DISTINCT i."name" FROM "ContinuousDeployment" d JOIN "InventoryItem" i ON i."deploymentId" = d."id"
        WHERE d."devopsProjectId" = p."id" AND i."clusterId" = c."id" AND i."group" = '' AND i."kind" = 'Namespace') AS "made"
    FROM "DevopsProject" p JOIN "Workspace" w ON w."id" = p."workspaceId", "Cluster" c
    WHERE p."id" = ${devopsProjectId}::uuid AND c."id" = ${clusterId}::uuid`)
  if (!row) return null
  const { policy, projects, made } = row
  return { ...row, policy: parsePolicy(policy), projects: new Set(projects), made: new Set(made) }
}

/** The rights are as this basis wants them. False when the identity was given up meanwhile. */
export async function endIdentity({ devopsProjectId, stamp }: Basis, clusterId: string): Promise<boolean> {
  const { count } = await db.projectIdentity.updateMany({
    where: { devopsProjectId, clusterId },
    data: { stamp, updatedAt: new Date() },
  })
  return count > 0
}

export type Outdated = { devopsProjectId: string; isGone: boolean; cluster: ClusterRow }

/** A process that makes rights is given so long before another one does it. Seconds. */
const PATIENCE = 30
const MOST = 50

/** Identities whose DevOps project is gone, or whose policy, projects or clusters are not what their rights were made from. */
export function outdatedIdentities(): Promise<Outdated[]> {
  return db.$queryRaw<Outdated[]>(sql`
    SELECT i."devopsProjectId", p."id" IS NULL AS "isGone",
      json_build_object('id', c."id", 'name', c."name", 'state', c."state", 'connection', c."connection",
        'kubeVersion', c."kubeVersion") AS "cluster"
    FROM "ProjectIdentity" i JOIN "Cluster" c ON c."id" = i."clusterId"
    LEFT JOIN "DevopsProject" p ON p."id" = i."devopsProjectId"
    WHERE c."state" = 'ready' AND (p."id" IS NULL
      OR (i."stamp" <> ${STAMP} AND (i."stamp" <> '' OR i."updatedAt" < now() - make_interval(secs => ${PATIENCE}))))
    LIMIT ${MOST}`)
}

/** Forgets an identity that is gone from the cluster. */
export async function forgetIdentity(devopsProjectId: string, clusterId: string): Promise<void> {
  await db.projectIdentity.deleteMany({ where: { devopsProjectId, clusterId } })
}

/** Ids of the DevOps projects that have an identity on the cluster. */
export async function identitiesOn(clusterId: string): Promise<string[]> {
  const rows = await db.projectIdentity.findMany({ where: { clusterId }, select: { devopsProjectId: true } })
  return rows.map(({ devopsProjectId }) => devopsProjectId)
}
