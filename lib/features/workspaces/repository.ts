/** Rows of workspaces. Every read takes the actor and shows only what that actor may see. */
import { permissionsIn } from '#lib/authz/can.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { visibleDevopsProjects, visibleProjects, visibleWorkspaces } from '#lib/authz/visible.ts'
import { db } from '#lib/db/client.ts'
import type { WorkspaceSummary } from './types.ts'

/** Workspaces by name, with the number of projects the actor may see in each; `only` narrows to one id. */
export async function findWorkspaces(actor: Actor, only?: string): Promise<WorkspaceSummary[]> {
  const rows = await db.workspace.findMany({
    where: { AND: [visibleWorkspaces(actor), only === undefined ? {} : { id: only }] },
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      alias: true,
      description: true,
      version: true,
      createdAt: true,
      _count: {
        select: {
          projects: { where: visibleProjects(actor) },
          devopsProjects: { where: visibleDevopsProjects(actor) },
        },
      },
    },
  })
  return rows.map(({ _count, createdAt, ...row }) => ({
    ...row,
    role: actor.workspaces.get(row.id) ?? null,
    permissions: permissionsIn(actor, { kind: 'workspace', workspaceId: row.id, workspace: row.name }),
    projectCount: _count.projects,
    devopsProjectCount: _count.devopsProjects,
    createdAt: createdAt.toISOString(),
  }))
}
