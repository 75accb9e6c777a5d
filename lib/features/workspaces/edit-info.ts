import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { WorkspaceScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import type { editWorkspaceInfoSchema } from './schema.ts'

/** Changes alias and description; the clusters are the platform's. Throws CONFLICT `version_changed` when somebody else was faster. */
export async function editWorkspaceInfoIn(
  work: Work,
  scope: WorkspaceScope,
  { alias, description, version }: z.output<typeof editWorkspaceInfoSchema>,
): Promise<{ version: number }> {
  const { workspaceId: id, workspace: name } = scope
  const { count } = await work.tx.workspace.updateMany({
    where: { id, version },
    data: { alias, description, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await recordAudit(work, scope, {
    action: 'workspace.edit',
    target: { type: 'workspace', id, name },
    details: { alias, description },
  })
  return { version: version + 1 }
}
