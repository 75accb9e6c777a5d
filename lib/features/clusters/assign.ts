import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import type { assignClusterSchema } from './schema.ts'
import type { ClusterWorkspace } from './types.ts'

/** All workspaces, by name: whether each may use the cluster, and what it has there. Throws NOT_FOUND. */
export async function listClusterWorkspaces(name: string): Promise<ClusterWorkspace[]> {
  const cluster = await db.cluster.findUnique({ where: { name }, select: { id: true } })
  if (!cluster) throw new AppError('NOT_FOUND')
  const clusterId = cluster.id
  return db.$queryRaw<ClusterWorkspace[]>`
    SELECT w."name", w."alias",
      EXISTS (SELECT 1 FROM "WorkspaceCluster" a WHERE a."workspaceId" = w."id" AND a."clusterId" = ${clusterId}::uuid)
        AS "assigned",
      (SELECT count(*)::int FROM "Project" p WHERE p."workspaceId" = w."id" AND p."clusterId" = ${clusterId}::uuid)
        AS "projects",
      (SELECT count(*)::int FROM "ContinuousDeployment" c JOIN "DevopsProject" d ON d."id" = c."devopsProjectId"
        WHERE d."workspaceId" = w."id" AND c."clusterId" = ${clusterId}::uuid) AS "deployments"
    FROM "Workspace" w ORDER BY w."name" LIMIT 500`
}

async function workspacesNamed(work: Work, names: string[], field: string) {
  const rows = await work.tx.workspace.findMany({ where: { name: { in: names } }, select: { id: true, name: true } })
  if (rows.length !== new Set(names).size)
    throw new AppError('NOT_FOUND', { fields: { [field]: { code: 'not_found' } } })
  return rows
}

/**
 * Gives the cluster to workspaces and takes it from others; twice is once. Each workspace gets its own line in the audit log. Throws
 * NOT_FOUND, or PRECONDITION `cluster_used_by_workspace` for one that has projects or deployments there.
 */
export async function assignClusterIn(work: Work, input: z.output<typeof assignClusterSchema>): Promise<void> {
  const { name } = input
  const [cluster] = await work.tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Cluster" WHERE "name" = ${name} FOR UPDATE`
  if (!cluster) throw new AppError('NOT_FOUND')
  const clusterId = cluster.id
  const [added, removed] = [
    await workspacesNamed(work, input.add, 'add'),
    await workspacesNamed(work, input.remove, 'remove'),
  ]
  const link = { clusterId, workspaceId: { in: removed.map(({ id }) => id) } }
  // Looked at only afterwards: whoever makes a project there holds the row that goes, and is either seen here or refused there.
  await work.tx.workspaceCluster.deleteMany({ where: link })
  const inUse = await work.tx.workspace.findFirst({
    where: {
      id: link.workspaceId,
      OR: [
        { projects: { some: { clusterId } } },
        { devopsProjects: { some: { deployments: { some: { clusterId } } } } },
      ],
    },
    orderBy: { name: 'asc' },
    select: { name: true },
  })
  if (inUse) throw new AppError('PRECONDITION', { reason: 'cluster_used_by_workspace', params: { name: inUse.name } })
  await work.tx.workspaceCluster.createMany({
    data: added.map(({ id }) => ({ workspaceId: id, clusterId })),
    skipDuplicates: true,
  })
  for (const [action, rows] of [
    ['workspace.allow-cluster', added],
    ['workspace.disallow-cluster', removed],
  ] as const)
    for (const row of rows)
      await recordAudit(
        work,
        { kind: 'workspace', workspaceId: row.id, workspace: row.name },
        {
          action,
          target: { type: 'cluster', id: clusterId, name },
        },
      )
}
