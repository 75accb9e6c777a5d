/** Health of a whole deployment from the health of the objects it manages directly. */
import { HEALTH_STATUSES, type Health, type HealthCause } from '../model/health.ts'
import { why } from '../model/why.ts'

/** A managed object; `health` is null when it does not exist in the cluster. */
export type ObjectHealth = { key: string; health: Health | null }

const MAX_CAUSES = 5

/**
 * The worst health with the objects that cause it (at most five). A single object that is missing is a matter of the sync status;
 * only when nothing at all exists is the deployment Missing. A deployment that manages nothing is Healthy.
 */
export function worst(objects: readonly ObjectHealth[]): Health & { causes: HealthCause[] } {
  const live = objects.flatMap(({ key, health }) => (health === null ? [] : [{ key, ...health }]))
  if (live.length === 0) {
    return objects.length === 0
      ? { status: 'Healthy', why: null, causes: [] }
      : { status: 'Missing', why: why('no_live_object', { count: objects.length }), causes: [] }
  }
  const rank = Math.max(...live.map(({ status }) => HEALTH_STATUSES.indexOf(status)))
  const status = HEALTH_STATUSES[rank] ?? 'Unknown'
  const causes = status === 'Healthy' ? [] : live.filter((cause) => cause.status === status).slice(0, MAX_CAUSES)
  return { status, why: causes[0]?.why ?? null, causes }
}
