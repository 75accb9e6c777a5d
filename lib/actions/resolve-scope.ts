/** Names in the input → the rows they mean, provided that the actor may see them. */
import { canSee } from '#lib/authz/can.ts'
import type { Actor, DevopsScope, ProjectScope, Scope, WorkspaceScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import type { AccessKind } from './definition.ts'

type Names = { workspace: string; cluster: string; project: string; devopsProject: string }

async function findWorkspace({ workspace }: Names): Promise<WorkspaceScope | null> {
  const row = await db.workspace.findUnique({ where: { name: workspace }, select: { id: true } })
  return row && { kind: 'workspace', workspaceId: row.id, workspace }
}

async function findProject({ workspace, cluster, project }: Names): Promise<ProjectScope | null> {
  const row = await db.project.findFirst({
    where: { name: project, cluster: { name: cluster }, workspace: { name: workspace } },
    select: { id: true, workspaceId: true, clusterId: true },
  })
  if (!row) return null
  const { id: projectId, workspaceId, clusterId } = row
  return { kind: 'project', workspaceId, workspace, clusterId, cluster, projectId, namespace: project }
}

async function findDevopsProject({ workspace, devopsProject }: Names): Promise<DevopsScope | null> {
  const row = await db.devopsProject.findFirst({
    where: { name: devopsProject, workspace: { name: workspace } },
    select: { id: true, workspaceId: true },
  })
  return row && { kind: 'devops', workspaceId: row.workspaceId, workspace, devopsProjectId: row.id, devopsProject }
}

const FINDERS: Record<'workspace' | 'project' | 'devops', (names: Names) => Promise<Scope | null>> = {
  workspace: findWorkspace,
  project: findProject,
  devops: findDevopsProject,
}

/**
 * The scope that the parsed input names; null where the entry point has none. Throws NOT_FOUND when there is no such row *or* the actor
 * may not see it: both answers are the same, so that nobody learns which names exist elsewhere.
 */
export async function resolveScope(kind: AccessKind, input: object, actor: Actor | null): Promise<Scope | null> {
  if (kind === 'session' || kind === 'public') return null
  if (kind === 'platform') return { kind: 'platform' }
  const scope = await FINDERS[kind](input as Names)
  if (!scope || !actor || !canSee(actor, scope)) throw new AppError('NOT_FOUND')
  return scope
}
