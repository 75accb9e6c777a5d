import type { z } from 'zod'
import { parseInput } from '#lib/actions/parse.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { WorkspaceScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { createWorkspaceSchema } from './schema.ts'

/** Creates a workspace. Throws VALIDATION or CONFLICT `name_taken`. */
export async function createWorkspace(
  work: Work,
  input: z.input<typeof createWorkspaceSchema>,
): Promise<WorkspaceScope> {
  const data = parseInput(createWorkspaceSchema, input)
  const { id } = await work.tx.workspace.create({ data, select: { id: true } })
  const scope: WorkspaceScope = { kind: 'workspace', workspaceId: id, workspace: data.name }
  await recordAudit(work, scope, {
    action: 'workspace.create',
    target: { type: 'workspace', id, name: data.name },
  })
  return scope
}

/** Lets a workspace use a cluster; twice is once. Throws NOT_FOUND for an unknown cluster. */
export async function allowCluster(work: Work, scope: WorkspaceScope, cluster: string): Promise<void> {
  const row = await work.tx.cluster.findUnique({ where: { name: cluster }, select: { id: true } })
  if (!row) throw new AppError('NOT_FOUND', { fields: { cluster: { code: 'not_found' } } })
  const link = { workspaceId: scope.workspaceId, clusterId: row.id }
  await work.tx.workspaceCluster.upsert({ where: { workspaceId_clusterId: link }, create: link, update: {} })
  await recordAudit(work, scope, {
    action: 'workspace.allow-cluster',
    target: { type: 'cluster', id: row.id, name: cluster },
  })
}
