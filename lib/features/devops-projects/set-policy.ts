/**
 * What a DevOps project may deploy, where and from. Its admin narrows and widens inside of the workspace; whatever reaches beyond it
 * (other namespaces, objects of the whole cluster, addresses of others) is for those who rule the platform's workspaces.
 */
import type { z } from 'zod'
import { parseInput } from '#lib/actions/parse.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { can } from '#lib/authz/can.ts'
import { AppError, type FieldIssue } from '#lib/core/errors.ts'
import { toJson } from '#lib/core/json.ts'
import type { Tx } from '#lib/db/client.ts'
import { requestReconcileOf } from '#lib/engine/door.ts'
import { devopsPolicySchema, type DevopsPolicy } from '#lib/engine/model/policy.ts'
import { findWorkspaceClusters } from '#lib/features/clusters/public.ts'
import { isReservedForIeum, strayNames, widened, type Places } from './policy-rules.ts'
import { readPolicy } from './repository.ts'
import type { setPolicySchema } from './schema.ts'

/** The person may let DevOps projects reach beyond their workspace. */
export const mayWiden = (actor: Actor): boolean => can(actor, 'platform.workspaces.manage', { kind: 'platform' })

/** Clusters of the workspace by name, each with the workspace's projects on it. */
export const placesOf = async (client: Tx, workspaceId: string): Promise<Places> =>
  new Map(
    (await findWorkspaceClusters(client, workspaceId)).map(({ name, projects }) => [
      name,
      new Set(projects.map((project) => project.name)),
    ]),
  )

const refuseFields = (fields: Record<string, FieldIssue>) => new AppError('VALIDATION', { fields })

/**
 * Throws VALIDATION at each name that is not the workspace's or is Ieum's own, FORBIDDEN `policy_needs_platform` for a change beyond the
 * workspace by somebody who may not make it.
 */
export async function checkPolicy(
  client: Tx,
  { workspaceId }: DevopsScope,
  { before, after }: { before: DevopsPolicy; after: DevopsPolicy },
  isPlatform: boolean,
): Promise<void> {
  const beyond = widened(before, after)
  if (!isPlatform && beyond.length > 0)
    throw new AppError('FORBIDDEN', {
      reason: 'policy_needs_platform',
      fields: Object.fromEntries(beyond.map((field) => [`policy.${field}`, { code: 'not_a_choice' as const }])),
    })
  const stray = [...strayNames(after, await placesOf(client, workspaceId)), ...isReservedForIeum(after)]
  if (stray.length > 0)
    throw refuseFields(Object.fromEntries(stray.map((path) => [`policy.${path}`, { code: 'not_a_choice' as const }])))
}

type Change = { before: DevopsPolicy; after: DevopsPolicy; version: number }

/** Writes the policy over the version that was looked at, and has the deployments looked at again. Throws CONFLICT `version_changed`. */
async function store(work: Work, scope: DevopsScope, { before, after, version }: Change): Promise<{ version: number }> {
  const { count } = await work.tx.devopsProject.updateMany({
    where: { id: scope.devopsProjectId, workspaceId: scope.workspaceId, version },
    data: { policy: toJson(after), version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await requestReconcileOf(work.tx, scope.devopsProjectId)
  await recordAudit(work, scope, {
    action: 'devops-project.set-policy',
    target: { type: 'devops-project', id: scope.devopsProjectId, name: scope.devopsProject },
    details: { before, after },
  })
  return { version: version + 1 }
}

/** A person replaces the policy. Throws as `checkPolicy`, CONFLICT `version_changed` when somebody else has edited since. */
export async function setPolicyIn(
  work: Work,
  scope: DevopsScope,
  { policy: after, version }: z.output<typeof setPolicySchema>,
  isPlatform: boolean,
): Promise<{ version: number }> {
  const before = await readPolicy(work.tx, scope.devopsProjectId)
  await checkPolicy(work.tx, scope, { before, after }, isPlatform)
  return store(work, scope, { before, after, version })
}

/** The installation's own change, over whatever the policy was. Throws VALIDATION for a policy that cannot be read. */
export async function setDevopsProjectPolicy(
  work: Work,
  scope: DevopsScope,
  policy: z.input<typeof devopsPolicySchema>,
): Promise<void> {
  const after = parseInput(devopsPolicySchema, policy)
  const { version } = await work.tx.devopsProject.findUniqueOrThrow({
    where: { id: scope.devopsProjectId },
    select: { version: true },
  })
  await store(work, scope, { before: await readPolicy(work.tx, scope.devopsProjectId), after, version })
}
