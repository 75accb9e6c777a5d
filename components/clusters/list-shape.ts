import type { ListShape } from '#components/patterns/list-params.ts'
import { CLUSTER_STATES } from '#lib/features/clusters/types.ts'

/** What the list of clusters keeps in the URL. */
export const CLUSTER_LIST: ListShape = {
  sorts: ['name', 'createdAt'],
  defaultSort: 'name',
  defaultDirection: 'asc',
  filters: { state: CLUSTER_STATES },
  hideable: ['version', 'nodes', 'workspaces', 'checkedAt'],
}
