import { queryRoute } from '#lib/actions/define-route.ts'
import { listSavedFilters } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(listSavedFilters)
