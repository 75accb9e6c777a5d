/** Deployments that will ask for the same commit as one that is looked at now. */
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { sourceSchema } from '../model/spec.ts'
import type { Snapshot } from '../reconcile/snapshot.ts'

/** Seconds from now within which a deployment has to be due; as long as the first passes of an engine are spread over. */
const SOON = 5
const MOST = 49

/** What a neighbour is rendered from; its cluster is the deployment's own. */
export type Neighbour = Pick<Snapshot, 'name' | 'namespace'> & { source: Snapshot['spec']['source'] }

/**
 * Those that follow the same revision of the same repository on the same cluster and are due, at most so many as are rendered together.
 * None whose last pass failed: what could not be rendered shall keep nobody else waiting.
 */
export async function loadNeighbours({ id, repository, cluster, spec }: Snapshot): Promise<Neighbour[]> {
  const rows = await db.$queryRaw<{ name: string; namespace: string; source: unknown }[]>(sql`
    SELECT d."name", d."namespace", d."spec"->'source' AS "source"
    FROM "ReconcileLease" l JOIN "ContinuousDeployment" d ON d."id" = l."deploymentId"
    WHERE d."repositoryId" = ${repository.id}::uuid AND d."clusterId" = ${cluster.id}::uuid AND d."id" <> ${id}::uuid
      AND COALESCE(d."spec"->'source'->>'revision', 'HEAD') = ${spec.source.revision}
      AND d."pin" IS NULL AND d."deletion" IS NULL
      AND l."failures" = 0 AND l."nextAt" <= now() + make_interval(secs => ${SOON})
    ORDER BY l."nextAt" LIMIT ${MOST}`)
  return rows.flatMap(({ name, namespace, source }) => {
    const read = sourceSchema.safeParse(source)
    return read.success ? [{ name, namespace, source: read.data }] : []
  })
}
