/** A project that a person makes: looked at first, recorded, then made in the cluster; what the cluster refuses is not kept. */
import type { z } from 'zod'
import { recordAudit, workOf } from '#lib/audit/record.ts'
import type { Actor, ProjectScope, WorkspaceScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import {
  createNamespace,
  deleteNamespace,
  findWorkspaceCluster,
  kubeForCluster,
  requireNewNamespace,
} from '#lib/features/clusters/public.ts'
import type { createProjectSchema } from './schema.ts'
import { writeQuota } from './write-quota.ts'

type Input = z.output<typeof createProjectSchema>
type Asked = { requestId: string; actor: Actor }

/** Id of a cluster of the workspace. Throws NOT_FOUND at the field. */
export async function workspaceClusterId({ workspaceId }: WorkspaceScope, cluster: string): Promise<string> {
  const row = await findWorkspaceCluster(db, workspaceId, cluster)
  if (!row) throw new AppError('NOT_FOUND', { fields: { cluster: { code: 'not_found' } } })
  return row.id
}

/** Throws NOT_FOUND for a cluster that the workspace may not use, PRECONDITION `cluster_preparing`, CONFLICT `namespace_exists`. */
export async function checkNewProject(scope: WorkspaceScope, { cluster, name }: Input): Promise<void> {
  await requireNewNamespace(await kubeForCluster(await workspaceClusterId(scope, cluster)), name)
}

/** Makes namespace and quota; when the cluster refuses, neither they nor the project stay. */
export async function makeNamespace(
  asked: Asked,
  project: ProjectScope,
  quota: Input['quota'],
): Promise<{ cluster: string; name: string }> {
  const { clusterId, cluster, workspace, namespace } = project
  const names = { workspace, project: namespace }
  let isMade = false
  try {
    const kube = await kubeForCluster(clusterId)
    await createNamespace(kube, names)
    isMade = true
    if (quota !== null) await writeQuota(kube, namespace, quota, '')
    return { cluster, name: namespace }
  } catch (error) {
    await forget(asked, project)
    if (isMade) await deleteNamespace(await kubeForCluster(clusterId), names)
    throw error
  }
}

/** Takes back what was recorded of a project that could not be made. */
export const forget = ({ requestId, actor }: Asked, project: ProjectScope): Promise<void> =>
  withTransaction(async (tx) => {
    const { projectId, workspaceId, namespace } = project
    await tx.project.deleteMany({ where: { id: projectId, workspaceId } })
    await recordAudit(workOf(tx, requestId, actor), project, {
      action: 'project.undo-create',
      target: { type: 'project', id: projectId, name: namespace },
    })
  })
