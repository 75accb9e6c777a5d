/**
 * jq expressions of ignore rules, checked before they are kept: the engine meets a wrong one only when something differs, and then its
 * object is Unknown until somebody edits the deployment.
 */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import type { DeploymentSpec } from '#lib/engine/model/spec.ts'
import { createJq } from '#lib/jq/jq.ts'
import type { Jq } from '#lib/jq/types.ts'

const KEY = Symbol.for('ieum.jq')
const holder = globalThis as typeof globalThis & { [KEY]?: Jq }

/** One interpreter per process, on globalThis because a bundler may put this module into each of its bundles. */
const jq = (): Jq => (holder[KEY] ??= createJq())

type Rules = Pick<DeploymentSpec, 'ignoreDifferences'>
/** `path` leads to the expression from the specification; `words` are jq's. */
export type WrongExpression = { path: (string | number)[]; expression: string; words: string }

/** The first expressions, at most so many, that jq does not understand. Throws TIMEOUT `ignore_expression_timeout` for one that takes too long. */
export async function wrongExpressions(
  scope: DevopsScope,
  { ignoreDifferences }: Rules,
  most: number,
): Promise<WrongExpression[]> {
  const wrong: WrongExpression[] = []
  const all = ignoreDifferences.flatMap(({ jqPathExpressions }, rule) =>
    jqPathExpressions.map((expression, index) => ({
      path: ['ignoreDifferences', rule, 'jqPathExpressions', index],
      expression,
    })),
  )
  for (const { path, expression } of all) {
    if (wrong.length === most) break
    const words = await jq().check(scope.workspaceId, expression)
    if (words !== null) wrong.push({ path, expression, words })
  }
  return wrong
}

/** Throws VALIDATION at the first expression that jq does not understand. */
export async function checkExpressions(scope: DevopsScope, spec: Rules): Promise<void> {
  const [first] = await wrongExpressions(scope, spec, 1)
  if (!first) return
  const { path, expression, words } = first
  const fields = { [['spec', ...path].join('.')]: { code: 'jq_expression' as const, params: { words } } }
  throw new AppError('VALIDATION', { fields, detail: expression })
}
