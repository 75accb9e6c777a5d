import { queryRoute } from '#lib/actions/define-route.ts'
import { listHappenings } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(listHappenings)
