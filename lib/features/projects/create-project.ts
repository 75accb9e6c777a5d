import type { z } from 'zod'
import type { Work } from '#lib/audit/record.ts'
import type { ProjectScope, WorkspaceScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { findWorkspaceCluster } from '#lib/features/clusters/public.ts'
import { claimProject } from './claim-project.ts'
import { isReservedNamespace } from './reserved.ts'
import type { createProjectSchema } from './schema.ts'

type Input = Omit<z.output<typeof createProjectSchema>, 'workspace' | 'quota'>

/**
 * Creates a project; its creator is its admin. The namespace is made when the cluster is reached. Throws NOT_FOUND for a cluster that the
 * workspace may not use, PRECONDITION for a name that belongs to Kubernetes, CONFLICT `name_taken`.
 */
export async function createProject(
  work: Work,
  scope: WorkspaceScope,
  { cluster, name, alias, description }: Input,
): Promise<ProjectScope> {
  const row = await findWorkspaceCluster(work.tx, scope.workspaceId, cluster)
  if (!row) throw new AppError('NOT_FOUND', { fields: { cluster: { code: 'not_found' } } })
  if (isReservedNamespace(name))
    throw new AppError('PRECONDITION', {
      reason: 'namespace_not_allowed',
      fields: { name: { code: 'not_a_choice' } },
      params: { namespace: name },
    })
  const { id } = await claimProject(work, scope, { clusterId: row.id, name, alias, description, role: 'admin' })
  const { workspaceId, workspace } = scope
  return { kind: 'project', workspaceId, workspace, clusterId: row.id, cluster, projectId: id, namespace: name }
}
