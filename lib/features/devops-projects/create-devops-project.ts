import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope, WorkspaceScope } from '#lib/authz/actor.ts'
import { toJson } from '#lib/core/json.ts'
import { devopsPolicySchema } from '#lib/engine/model/policy.ts'
import type { createDevopsProjectSchema } from './schema.ts'

type Input = Omit<z.output<typeof createDevopsProjectSchema>, 'workspace'>

/** Creates a DevOps project with the default policy; its creator is its admin. Throws CONFLICT `name_taken`. */
export async function createDevopsProject(
  work: Work,
  scope: WorkspaceScope,
  { name, alias, description }: Input,
): Promise<DevopsScope> {
  const { workspaceId, workspace } = scope
  const { id } = await work.tx.devopsProject.create({
    data: { workspaceId, name, alias, description, policy: toJson(devopsPolicySchema.parse({})) },
    select: { id: true },
  })
  if (work.actor.id !== null)
    await work.tx.devopsProjectMember.create({ data: { devopsProjectId: id, userId: work.actor.id, role: 'admin' } })
  await recordAudit(work, scope, { action: 'devops-project.create', target: { type: 'devops-project', id, name } })
  return { kind: 'devops', workspaceId, workspace, devopsProjectId: id, devopsProject: name }
}
