/** What people have to be told of a plan before they agree to it. Pure. */
import type { Reason } from '#lib/core/reasons.ts'
import { MOST_NAMES, MOST_OBJECTS, type NoticeLevel, type PreviewNotice, type PreviewObject } from '../model/preview.ts'
import { type Operation, type SyncPlan, operationsOf } from '../model/plan.ts'
import { objectLabel } from '../model/resource.ts'
import { type Why, why } from '../model/why.ts'

/** The rules say no, whatever the cluster says: only another manifest or another policy helps. */
const RULES: ReadonlySet<Reason> = new Set<Reason>([
  'cluster_not_allowed',
  'project_not_allowed',
  'repository_not_allowed',
  'namespace_not_allowed',
  'kind_not_allowed',
  'rights_not_allowed',
  'address_not_allowed',
  'quota_not_allowed',
  'rights_missing',
])

export const levelOf = (reason: Reason): NoticeLevel => (RULES.has(reason) ? 'block' : 'warn')

type Place = {
  /** Destination namespace. */
  namespace: string
  isAdopted: (key: string) => boolean
}

/** The plan as a list, with what stands out, and the notices above it: those that block first. `warnings` are of the rendering. */
export function previewOf(
  plan: SyncPlan,
  place: Place,
  warnings: readonly Why[],
): { objects: PreviewObject[]; count: number; notices: PreviewNotice[] } {
  const refused = new Set(plan.refused)
  const objects = operationsOf(plan).map((operation) => toObject(operation, place, refused.has(operation)))
  const rendered = warnings.map((found): PreviewNotice => ({ level: 'warn', why: found, objects: [], count: 0 }))
  const notices = [...grouped(objects), ...rendered]
  return {
    objects: objects.slice(0, MOST_OBJECTS),
    count: objects.length,
    notices: notices.toSorted((left, right) => rank(left) - rank(right)),
  }
}

const rank = ({ level }: PreviewNotice): number => (level === 'block' ? 0 : 1)

function toObject(operation: Operation, place: Place, isRefused: boolean): PreviewObject {
  const { key, id, action, hook, differences, recreate } = operation
  return {
    ...{ key, kind: id.kind, namespace: id.namespace, name: id.name, action, recreate },
    refused: isRefused,
    hook: hook !== null,
    adopted: !isRefused && action !== 'create' && action !== 'delete' && place.isAdopted(key),
    differences: differences.length,
    mark: markOf(operation, place, isRefused),
  }
}

function markOf({ id, action, why: reason }: Operation, place: Place, isRefused: boolean): PreviewObject['mark'] {
  if (isRefused) {
    const found = reason ?? why('unexpected')
    return { level: levelOf(found.reason), why: found }
  }
  if (action === 'skip') return reason && { level: 'warn', why: reason }
  if (action === 'delete' || id.kind === 'Namespace') return null
  if (id.namespace === '') return { level: 'warn', why: why('object_cluster_scoped', { object: objectLabel(id) }) }
  if (id.namespace === place.namespace) return null
  return { level: 'warn', why: why('object_elsewhere', { object: objectLabel(id), namespace: id.namespace }) }
}

/** One notice for each reason, with the words of its first object and the names of the first few. */
function grouped(objects: readonly PreviewObject[]): PreviewNotice[] {
  const notices = new Map<string, PreviewNotice>()
  for (const { mark, kind, name } of objects) {
    if (mark === null) continue
    const id = `${mark.why.reason} ${mark.level}`
    const notice = notices.get(id) ?? { ...mark, objects: [], count: 0 }
    const names = notice.objects.length < MOST_NAMES ? [...notice.objects, `${kind} ${name}`] : notice.objects
    notices.set(id, { ...notice, objects: names, count: notice.count + 1 })
  }
  return [...notices.values()]
}
