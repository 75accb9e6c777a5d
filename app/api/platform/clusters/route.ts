import { queryRoute } from '#lib/actions/define-route.ts'
import { listClusters } from '#lib/features/clusters/queries.ts'

export const GET = queryRoute(listClusters)
