/** What a deployment's rules leave out of the comparison of one object. */
import type { KubeObject, ResourceId } from '../model/resource.ts'
import type { IgnoreRule } from '../model/spec.ts'
import { setsOf } from './field-set.ts'
import { matchesGlob } from './glob.ts'
import { type Path, ownedPaths, pointerPath } from './paths.ts'

/** The rules that concern one object, put together. */
export type ObjectRules = {
  pointers: readonly string[]
  expressions: readonly string[]
  managers: readonly string[]
}

/** Places that are left out on either side. */
export type Ignored = { live: readonly Path[]; desired: readonly Path[] }

export const NOTHING_IGNORED: Ignored = { live: [], desired: [] }

/** Places in an object that a jq path expression names. */
export type JqPlaces = (expression: string, object: unknown) => readonly Path[]

/** Group and kind of a rule may be globs; namespace and name are exact where the rule names them (Argo CD). Null: no rule concerns it. */
export function rulesFor(rules: readonly IgnoreRule[], id: ResourceId): ObjectRules | null {
  const own = rules.filter(
    (rule) =>
      matchesGlob(rule.group, id.group) &&
      matchesGlob(rule.kind, id.kind) &&
      (rule.namespace === undefined || rule.namespace === id.namespace) &&
      (rule.name === undefined || rule.name === id.name),
  )
  if (own.length === 0) return null
  return {
    pointers: own.flatMap((rule) => rule.jsonPointers),
    expressions: [...new Set(own.flatMap((rule) => rule.jqPathExpressions))],
    managers: own.flatMap((rule) => rule.managedFieldsManagers),
  }
}

/**
 * The places that the rules name in the live object and in what it is compared with. What a manager owns is known of the live object only:
 * the same fields are left out on the other side, found by their keys where a list has keys.
 */
export function ignoredPlaces(
  rules: ObjectRules,
  { live, desired }: { live: KubeObject; desired: unknown },
  jq: JqPlaces,
): Ignored {
  const pointers = rules.pointers.map(pointerPath)
  const owned = setsOf(live, ({ manager }) => manager !== undefined && rules.managers.includes(manager))
  const inside = (value: unknown): Path[] => [
    ...pointers,
    ...rules.expressions.flatMap((expression) => jq(expression, value)),
    ...(owned.length > 0 ? ownedPaths(value, owned) : []),
  ]
  return { live: inside(live), desired: inside(desired) }
}
