import { queryRoute } from '#lib/actions/define-route.ts'
import { getClusterUses } from '#lib/features/clusters/queries.ts'

export const GET = queryRoute(getClusterUses)
