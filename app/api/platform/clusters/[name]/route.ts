import { queryRoute } from '#lib/actions/define-route.ts'
import { getCluster } from '#lib/features/clusters/queries.ts'

export const GET = queryRoute(getCluster)
