import type { ListShape } from '#components/patterns/list-params.ts'
import { DEPLOYMENT_SORTS } from '#lib/features/deployments/schema.ts'
import { HEALTH_STATUSES, SYNC_STATUSES } from '#lib/features/deployments/types.ts'

/** What the list of continuous deployments keeps in the URL. */
export const DEPLOYMENT_LIST: ListShape = {
  sorts: DEPLOYMENT_SORTS,
  defaultSort: 'changedAt',
  defaultDirection: 'desc',
  filters: { health: HEALTH_STATUSES, sync: SYNC_STATUSES, cluster: [], repository: [] },
  hideable: ['location', 'changedAt'],
}
