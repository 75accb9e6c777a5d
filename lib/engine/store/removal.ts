/** The end of a deployment. */
import { recordAudit } from '#lib/audit/record.ts'
import type { Snapshot } from '../reconcile/snapshot.ts'
import { type Claim, fencedAlone } from './claims.ts'

/** Removes the deployment with everything that belongs to it and writes who asked for it, in one transaction. `kept` names what stays. */
export async function removeDeployment(claim: Claim, snapshot: Snapshot, kept: readonly string[]): Promise<void> {
  const { id, name, workspace, devopsProject, deletion } = snapshot
  await fencedAlone(claim, async (tx) => {
    await recordAudit(
      { tx, requestId: 'engine', actor: { id: null, name: deletion?.requestedBy || 'engine' } },
      {
        kind: 'devops',
        workspaceId: workspace.id,
        workspace: workspace.name,
        devopsProjectId: devopsProject.id,
        devopsProject: devopsProject.name,
      },
      {
        action: 'deployment.deleted',
        target: { type: 'deployment', id, name },
        details: { cascade: deletion?.cascade ?? false, kept },
      },
    )
    await tx.continuousDeployment.delete({ where: { id } })
  })
}
