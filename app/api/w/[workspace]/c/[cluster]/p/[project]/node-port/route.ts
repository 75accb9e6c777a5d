import { queryRoute } from '#lib/actions/define-route.ts'
import { getNodePort } from '#lib/features/services/queries.ts'

export const GET = queryRoute(getNodePort)
