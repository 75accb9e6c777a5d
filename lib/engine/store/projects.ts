/** Registering a namespace that the engine is about to create as a project of the deployment's workspace. */
import { AppError } from '#lib/core/errors.ts'
import type { Snapshot } from '../reconcile/snapshot.ts'
import { type Claim, fenced } from './claims.ts'

/** Idempotent. Throws PRECONDITION `project_not_allowed` when the name belongs to another workspace on this cluster. */
export async function registerProject(claim: Claim, { workspace, cluster, namespace }: Snapshot): Promise<void> {
  await fenced(claim, async (tx) => {
    await tx.project.createMany({
      data: [{ workspaceId: workspace.id, clusterId: cluster.id, name: namespace }],
      skipDuplicates: true,
    })
    const project = await tx.project.findUnique({
      where: { clusterId_name: { clusterId: cluster.id, name: namespace } },
      select: { workspaceId: true },
    })
    if (project?.workspaceId !== workspace.id) {
      throw new AppError('PRECONDITION', { reason: 'project_not_allowed', params: { project: namespace } })
    }
  })
}
