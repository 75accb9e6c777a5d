import { queryRoute } from '#lib/actions/define-route.ts'
import { listConfig } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(listConfig)
