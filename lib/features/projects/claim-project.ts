import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Scope, ScopedRole } from '#lib/authz/actor.ts'

type Claim = {
  clusterId: string
  name: string
  alias?: string
  description?: string
  role?: ScopedRole
  details?: object
}
type WorkspaceRef = Extract<Scope, { workspaceId: string }>

/**
 * Takes a namespace's name on a cluster for the workspace. Throws CONFLICT `name_taken` when any workspace has it. Whoever asked becomes
 * a member: operator by default, which is enough to work with what is deployed there and too little to rule it.
 */
export async function claimProject(
  work: Work,
  scope: WorkspaceRef,
  { clusterId, name, alias = '', description = '', role = 'operator', details }: Claim,
): Promise<{ id: string }> {
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
