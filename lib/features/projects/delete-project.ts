/** The end of a project: its namespace is deleted, or kept and no longer ours. What a cluster refuses is put back. */
import type { z } from 'zod'
import { recordAudit, workOf, type Work } from '#lib/audit/record.ts'
import type { Actor, ProjectScope, ScopedRole } from '#lib/authz/actor.ts'
import { can } from '#lib/authz/can.ts'
import { AppError, type ErrorCode } from '#lib/core/errors.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { deleteNamespace, kubeForCluster, releaseNamespace } from '#lib/features/clusters/public.ts'
import { lockPlace } from './lock-place.ts'
import type { deleteProjectSchema } from './schema.ts'
import type { ProjectUser } from './types.ts'

type Input = z.output<typeof deleteProjectSchema>
type Kept = {
  row: { id: string; workspaceId: string; clusterId: string; name: string; alias: string; description: string }
  members: { userId: string; role: ScopedRole }[]
}

const whereTargets = ({ clusterId, namespace, workspaceId }: ProjectScope) => ({
  clusterId,
  namespace,
  devopsProject: { workspaceId },
})

/** Deployments whose destination is the project, by name. Names are told to whoever rules the project; opening them is another matter. */
export async function findProjectUsers(actor: Actor, scope: ProjectScope): Promise<ProjectUser[]> {
  const { workspaceId, workspace } = scope
  const rows = await db.continuousDeployment.findMany({
    where: whereTargets(scope),
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 100,
    select: { name: true, devopsProject: { select: { id: true, name: true } } },
  })
  return rows.map(({ name, devopsProject: { id, name: devopsProject } }) => ({
    name,
    devopsProject,
    mayOpen: can(actor, 'devops.deployments.view', {
      ...{ kind: 'devops', workspaceId, workspace, devopsProjectId: id, devopsProject },
    }),
  }))
}

/**
 * Forgets the project and its members. Throws VALIDATION `confirmation_mismatch`, PRECONDITION `project_in_use` with the number of
 * deployments that go there; one that is created meanwhile waits and finds the project gone.
 */
export async function deleteProjectIn(
  work: Work,
  scope: ProjectScope,
  { confirmation, namespace: fate }: Input,
): Promise<Kept> {
  const { projectId: id, workspaceId, clusterId, namespace } = scope
  if (confirmation !== namespace)
    throw new AppError('VALIDATION', {
      reason: 'confirmation_mismatch',
      fields: { confirmation: { code: 'mismatch' } },
    })
  await lockPlace(work.tx, clusterId, namespace)
  const count = await work.tx.continuousDeployment.count({ where: whereTargets(scope) })
  if (count > 0) throw new AppError('PRECONDITION', { reason: 'project_in_use', params: { count } })
  const members = await work.tx.projectMember.findMany({
    where: { projectId: id },
    select: { userId: true, role: true },
  })
  const row = await work.tx.project.delete({
    where: { id, workspaceId },
    select: { id: true, workspaceId: true, clusterId: true, name: true, alias: true, description: true },
  })
  await recordAudit(work, scope, {
    action: 'project.delete',
    target: { type: 'project', id, name: namespace },
    details: { clusterId, namespace: fate },
  })
  return { row, members }
}

/** The cluster cannot be asked: it is gone, or still being made ready. */
const AWAY: readonly ErrorCode[] = ['UPSTREAM', 'TIMEOUT', 'UNAVAILABLE']
const isAway = (error: unknown): boolean =>
  error instanceof AppError && (AWAY.includes(error.code) || error.reason === 'cluster_preparing')

/**
 * Deletes or releases the namespace; when the cluster refuses, the project is put back. A cluster that does not answer cannot keep a
 * project that is only released: its labels stay and keep other workspaces away.
 */
export async function endNamespace(
  asked: { requestId: string; actor: Actor },
  scope: ProjectScope,
  { namespace: fate }: Input,
  kept: Kept,
): Promise<{ isReleased: boolean }> {
  const names = { workspace: scope.workspace, project: scope.namespace }
  try {
    const kube = await kubeForCluster(scope.clusterId)
    await (fate === 'delete' ? deleteNamespace(kube, names) : releaseNamespace(kube, names))
    return { isReleased: true }
  } catch (error) {
    if (fate === 'release' && isAway(error)) return { isReleased: false }
    await putBack(asked, scope, kept)
    throw error
  }
}

const putBack = ({ requestId, actor }: { requestId: string; actor: Actor }, scope: ProjectScope, kept: Kept) =>
  withTransaction(async (tx) => {
    await tx.project.create({ data: { ...kept.row, members: { create: kept.members } } })
    await recordAudit(workOf(tx, requestId, actor), scope, {
      action: 'project.undo-delete',
      target: { type: 'project', id: scope.projectId, name: scope.namespace },
    })
  })
