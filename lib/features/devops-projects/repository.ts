/** Rows of DevOps projects; every where names the workspace. */
import { permissionsIn } from '#lib/authz/can.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { visibleDevopsProjects } from '#lib/authz/visible.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { parsePolicy, type DevopsPolicy } from '#lib/engine/model/policy.ts'
import type { DevopsProjectSummary } from './types.ts'

type WorkspaceRef = { workspaceId: string; workspace: string }

/** DevOps projects of the workspace that the actor may see, by name; `only` narrows to one id. */
export async function findDevopsProjects(
  actor: Actor,
  { workspaceId, workspace }: WorkspaceRef,
  only?: string,
): Promise<DevopsProjectSummary[]> {
  const rows = await db.devopsProject.findMany({
    where: { AND: [{ workspaceId }, visibleDevopsProjects(actor), only === undefined ? {} : { id: only }] },
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      alias: true,
      description: true,
      version: true,
      createdAt: true,
      _count: { select: { deployments: true, repositories: true } },
    },
  })
  return rows.map(({ _count, createdAt, ...row }) => ({
    ...row,
    role: actor.devopsProjects.get(row.id) ?? null,
    permissions: permissionsIn(actor, {
      kind: 'devops',
      workspaceId,
      workspace,
      devopsProjectId: row.id,
      devopsProject: row.name,
    }),
    deploymentCount: _count.deployments,
    repositoryCount: _count.repositories,
    createdAt: createdAt.toISOString(),
  }))
}

/** The policy of a DevOps project that was resolved before; an unreadable one allows nothing. */
export async function readPolicy(client: Tx, devopsProjectId: string): Promise<DevopsPolicy> {
  const row = await client.devopsProject.findUniqueOrThrow({
    where: { id: devopsProjectId },
    select: { policy: true },
  })
  return parsePolicy(row.policy)
}
