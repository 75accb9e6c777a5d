import { queryRoute } from '#lib/actions/define-route.ts'
import { listServices } from '#lib/features/services/queries.ts'

export const GET = queryRoute(listServices)
