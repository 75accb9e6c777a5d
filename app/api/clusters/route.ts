import { queryRoute } from '#lib/actions/define-route.ts'
import { listDestinations } from '#lib/features/clusters/queries.ts'

export const GET = queryRoute(listDestinations)
