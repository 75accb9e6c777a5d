/** Every deployment and the queue as metrics, read when somebody asks. Any engine tells all of them. */
import { Gauge, type Registry } from 'prom-client'
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { queueState } from './claims.ts'

type DeploymentLabels = Record<'workspace' | 'devops_project' | 'deployment' | 'health' | 'sync' | 'automatic', string>

/** `automatic`: whether the engine syncs by itself now, which neither a pause nor a rollback lets it. */
const readDeployments = () =>
  db.$queryRaw<DeploymentLabels[]>(sql`
    SELECT w."name" AS "workspace", p."name" AS "devops_project", d."name" AS "deployment",
      s."health"::text AS "health", s."sync"::text AS "sync",
      (d."spec"->'syncPolicy'->>'automated' IS NOT NULL AND d."pin" IS NULL
        AND (d."pause" IS NULL OR COALESCE((d."pause"->>'until')::timestamptz <= now(), false)))::text AS "automatic"
    FROM "ContinuousDeployment" d JOIN "DeploymentStatus" s ON s."deploymentId" = d."id"
    JOIN "DevopsProject" p ON p."id" = d."devopsProjectId" JOIN "Workspace" w ON w."id" = p."workspaceId"`)

/**
 * Adds the fleet to `registry`; the answer brings it up to date. `ieum_deployment_info` is 1 for each deployment with its state in the
 * labels. Without a database nothing is told of it but `ieum_database_up 0`: what was true once is not told again.
 */
export function createFleetMetrics(registry: Registry): () => Promise<void> {
  const registers = [registry]
  const up = new Gauge({ name: 'ieum_database_up', help: 'Whether the database answered just now', registers })
  const info = new Gauge({
    name: 'ieum_deployment_info',
    help: 'One for each continuous deployment, with its state in the labels',
    labelNames: ['workspace', 'devops_project', 'deployment', 'health', 'sync', 'automatic'],
    registers,
  })
  const waiting = new Gauge({
    name: 'ieum_deployments_waiting',
    help: 'Deployments that are due for a look',
    registers,
  })
  const lag = new Gauge({
    name: 'ieum_deployments_waiting_seconds',
    help: 'How long the first of the deployments that are due has waited',
    registers,
  })
  return async () => {
    const found = await Promise.all([readDeployments(), queueState()]).catch(() => null)
    info.reset()
    up.set(found === null ? 0 : 1)
    if (found === null) return
    const [rows, { queued, lagSeconds }] = found
    for (const row of rows) info.set(row, 1)
    waiting.set(queued)
    lag.set(lagSeconds)
  }
}
