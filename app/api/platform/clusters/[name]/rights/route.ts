import { queryRoute } from '#lib/actions/define-route.ts'
import { getClusterRights } from '#lib/features/clusters/queries.ts'

export const GET = queryRoute(getClusterRights)
