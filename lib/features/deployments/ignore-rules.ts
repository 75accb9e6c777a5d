/** Rules of a deployment about what is not compared, changed on behalf of somebody who edits one of its objects. */
import { z } from 'zod'
import { parseInput } from '#lib/actions/parse.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { toJson } from '#lib/core/json.ts'
import { withTransaction } from '#lib/db/client.ts'
import { requestReconcile } from '#lib/engine/door.ts'
import {
  deploymentSpecSchema,
  ignoreRulesSchema,
  type DeploymentSpec,
  type IgnoreRule,
} from '#lib/engine/model/spec.ts'
import { updateDeployment } from './repository.ts'

/** One object, as a rule names it. */
type RuleTarget = Required<Pick<IgnoreRule, 'group' | 'kind' | 'name'>> & { namespace: string }

/** Pointers that one rule keeps. */
const MOST_POINTERS = 50

/** The rule about exactly this object with these fields in it, the others as they are; what it left out before it still leaves out. */
export function withPointers(
  rules: readonly IgnoreRule[],
  { group, kind, namespace, name }: RuleTarget,
  pointers: readonly string[],
): IgnoreRule[] {
  const isSame = (rule: IgnoreRule) =>
    rule.group === group && rule.kind === kind && rule.name === name && (rule.namespace ?? '') === namespace
  const known = rules.find(isSame) ?? {
    ...{ group, kind, ...(namespace === '' ? {} : { namespace }), name },
    ...{ jsonPointers: [], jqPathExpressions: [], managedFieldsManagers: [] },
  }
  const jsonPointers = [...new Set([...known.jsonPointers, ...pointers])].slice(0, MOST_POINTERS)
  return [...rules.filter((other) => !isSame(other)), { ...known, jsonPointers }]
}

/** What is needed to take a change of rules back. */
export type RuleChange = { scope: DevopsScope; deploymentId: string; before: DeploymentSpec; version: number }

/**
 * Gives the deployment other rules. Throws NOT_FOUND, CONFLICT when somebody edits it at the same moment, VALIDATION when the rules are
 * more than a deployment keeps: a specification that cannot be read again would stop the deployment for good.
 */
export async function addIgnoreRule(
  work: Work,
  scope: DevopsScope,
  deploymentId: string,
  change: (rules: readonly IgnoreRule[]) => IgnoreRule[],
): Promise<RuleChange> {
  const row = await work.tx.continuousDeployment.findFirst({
    where: { id: deploymentId, devopsProjectId: scope.devopsProjectId },
    select: { name: true, spec: true, version: true },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const before = deploymentSpecSchema.parse(row.spec)
  const { ignoreDifferences } = parseInput(z.object({ ignoreDifferences: ignoreRulesSchema }), {
    ignoreDifferences: change(before.ignoreDifferences),
  })
  const version = await updateDeployment(work.tx, scope, deploymentId, row.version, {
    spec: { ...before, ignoreDifferences },
  })
  await requestReconcile(work.tx, deploymentId, 'edited')
  await recordAudit(work, scope, {
    action: 'deployment.edit-ignore-rules',
    target: { type: 'deployment', id: deploymentId, name: row.name },
    details: { before: before.ignoreDifferences, after: ignoreDifferences },
  })
  return { scope, deploymentId, before, version }
}

/** Takes the change back unless the deployment was edited since: then somebody has decided anew. */
export async function restoreRules({ scope, deploymentId, before, version }: RuleChange): Promise<void> {
  await withTransaction(async (tx) => {
    const { count } = await tx.continuousDeployment.updateMany({
      where: { id: deploymentId, devopsProjectId: scope.devopsProjectId, version },
      data: { spec: toJson(before), version: { increment: 1 }, generation: { increment: 1 } },
    })
    if (count === 1) await requestReconcile(tx, deploymentId, 'edited')
  })
}
