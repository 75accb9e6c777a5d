/** "Do not compare this": the smallest rule that leaves fields of one object out. */
import type { z } from 'zod'
import type { Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { addIgnoreRule, withPointers } from './ignore-rules.ts'
import { findForChange } from './repository.ts'
import type { ignoreDifferenceSchema } from './schema.ts'

/**
 * Adds the fields to the rule of the object, or a rule of its own. Answers with the deployment's new version. Throws NOT_FOUND for an object
 * that the deployment does not manage, CONFLICT `version_changed` when somebody edited the deployment meanwhile, VALIDATION when there are
 * too many rules.
 */
export async function ignoreDifferenceIn(
  work: Work,
  scope: DevopsScope,
  { name, key, pointers, version }: z.output<typeof ignoreDifferenceSchema>,
): Promise<{ version: number }> {
  const deployment = await findForChange(work.tx, scope, name)
  if (deployment.version !== version) throw new AppError('CONFLICT', { reason: 'version_changed' })
  const object = await work.tx.inventoryItem.findFirst({
    where: { deploymentId: deployment.id, key, hook: false },
    select: { group: true, kind: true, namespace: true, name: true },
  })
  if (!object) throw new AppError('NOT_FOUND')
  const change = await addIgnoreRule(work, scope, deployment.id, (rules) => withPointers(rules, object, pointers))
  // The rule is added to what stands by then: somebody may have edited between the two looks.
  if (change.version !== version + 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  return { version: change.version }
}
