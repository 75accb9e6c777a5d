/** Rows of projects; every where names the workspace. */
import { permissionsIn } from '#lib/authz/can.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { visibleProjects } from '#lib/authz/visible.ts'
import { db } from '#lib/db/client.ts'
import { clusterSelect, toClusterSummary } from '#lib/features/clusters/public.ts'
import type { ProjectSummary } from './types.ts'

type WorkspaceRef = { workspaceId: string; workspace: string }

/** Projects of the workspace that the actor may see, by name; `only` narrows to one id. */
export async function findProjects(
  actor: Actor,
  { workspaceId, workspace }: WorkspaceRef,
  only?: string,
): Promise<ProjectSummary[]> {
  const rows = await db.project.findMany({
    where: { AND: [{ workspaceId }, visibleProjects(actor), only === undefined ? {} : { id: only }] },
    orderBy: [{ name: 'asc' }, { clusterId: 'asc' }],
    select: {
      id: true,
      name: true,
      alias: true,
      description: true,
      version: true,
      createdAt: true,
      cluster: { select: clusterSelect },
    },
  })
  return rows.map(({ cluster, createdAt, ...row }) => ({
    ...row,
    cluster: toClusterSummary(cluster),
    role: actor.projects.get(row.id) ?? null,
    permissions: permissionsIn(actor, {
      kind: 'project',
      workspaceId,
      workspace,
      clusterId: cluster.id,
      cluster: cluster.name,
      projectId: row.id,
      namespace: row.name,
    }),
    createdAt: createdAt.toISOString(),
  }))
}
