import { queryRoute } from '#lib/actions/define-route.ts'
import { listEvents } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(listEvents)
