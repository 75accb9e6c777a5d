import type { z } from 'zod'
import { parseInput } from '#lib/actions/parse.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { toJson } from '#lib/core/json.ts'
import { devopsPolicySchema } from '#lib/engine/model/policy.ts'
import { readPolicy } from './repository.ts'

/** Replaces what the DevOps project may deploy, where and from. Throws VALIDATION for a policy that cannot be read. */
export async function setDevopsProjectPolicy(
  work: Work,
  scope: DevopsScope,
  policy: z.input<typeof devopsPolicySchema>,
): Promise<void> {
  const after = parseInput(devopsPolicySchema, policy)
  const before = await readPolicy(work.tx, scope.devopsProjectId)
  await work.tx.devopsProject.update({
    where: { id: scope.devopsProjectId, workspaceId: scope.workspaceId },
    data: { policy: toJson(after), version: { increment: 1 } },
  })
  await recordAudit(work, scope, {
    action: 'devops-project.set-policy',
    target: { type: 'devops-project', id: scope.devopsProjectId, name: scope.devopsProject },
    details: { before, after },
  })
}
