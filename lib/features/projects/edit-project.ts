import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { ProjectScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import type { editProjectSchema, setQuotaSchema } from './schema.ts'
import type { QuotaView } from './types.ts'
import { readQuota, writeQuota } from './write-quota.ts'

/** Changes alias and description. Throws CONFLICT `version_changed` when somebody else has edited since. */
export async function editProjectIn(
  work: Work,
  scope: ProjectScope,
  { alias, description, version }: z.output<typeof editProjectSchema>,
): Promise<{ version: number }> {
  const { projectId: id, workspaceId, namespace } = scope
  const { count } = await work.tx.project.updateMany({
    where: { id, workspaceId, version },
    data: { alias, description, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await recordAudit(work, scope, {
    action: 'project.edit',
    target: { type: 'project', id, name: namespace },
    details: { alias, description },
  })
  return { version: version + 1 }
}

/** Records that the quota changes; the cluster keeps it. Refused before when it is not the one that was looked at. */
export async function recordQuota(
  work: Work,
  scope: ProjectScope,
  { quota }: z.output<typeof setQuotaSchema>,
  before: QuotaView,
): Promise<void> {
  await recordAudit(work, scope, {
    action: 'project.set-quota',
    target: { type: 'project', id: scope.projectId, name: scope.namespace },
    details: { before: before.quota, after: quota },
  })
}

/** The quota as it is now. Throws CONFLICT `version_changed` when it is another one than the person looked at. */
export async function lookAtQuota(
  { clusterId, namespace }: ProjectScope,
  { resourceVersion }: z.output<typeof setQuotaSchema>,
): Promise<QuotaView> {
  const live = await readQuota(await kubeForCluster(clusterId), namespace)
  if (live.resourceVersion !== resourceVersion) throw new AppError('CONFLICT', { reason: 'version_changed' })
  return live
}

/** Writes the quota to the cluster and answers with it as it is then. Throws as `writeQuota`. */
export async function changeQuota(
  { clusterId, namespace }: ProjectScope,
  { quota, resourceVersion }: z.output<typeof setQuotaSchema>,
): Promise<QuotaView> {
  const kube = await kubeForCluster(clusterId)
  await writeQuota(kube, namespace, quota, resourceVersion)
  return readQuota(kube, namespace)
}
