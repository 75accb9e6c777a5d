import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Scope, ScopedRole } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'

type Claim = {
  clusterId: string
  name: string
  alias?: string
  description?: string
  role?: ScopedRole
  details?: object
}
type WorkspaceRef = Extract<Scope, { workspaceId: string }>

/** Keeps the cluster from being taken from the workspace until the transaction ends. Throws NOT_FOUND when it was taken just now. */
async function holdCluster({ tx }: Work, { workspaceId }: WorkspaceRef, clusterId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS held FROM "WorkspaceCluster"
    WHERE "workspaceId" = ${workspaceId}::uuid AND "clusterId" = ${clusterId}::uuid FOR KEY SHARE`
  if (rows.length === 0) throw new AppError('NOT_FOUND', { fields: { cluster: { code: 'not_found' } } })
}

/**
 * Takes a namespace's name on a cluster for the workspace. Throws NOT_FOUND for a cluster that the workspace may not use, CONFLICT `name_taken` when any workspace has it. Whoever asked becomes
 * a member: operator by default, which is enough to work with what is deployed there and too little to rule it.
 */
export async function claimProject(
  work: Work,
  scope: WorkspaceRef,
  { clusterId, name, alias = '', description = '', role = 'operator', details }: Claim,
): Promise<{ id: string }> {
  await holdCluster(work, scope, clusterId)
  const project = await work.tx.project.create({
    data: { workspaceId: scope.workspaceId, clusterId, name, alias, description },
    select: { id: true },
  })
  if (work.actor.id !== null)
    await work.tx.projectMember.create({ data: { projectId: project.id, userId: work.actor.id, role } })
  await recordAudit(work, scope, {
    action: 'project.create',
    target: { type: 'project', id: project.id, name },
    details: { clusterId, ...details },
  })
  return project
}
