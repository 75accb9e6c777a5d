import { queryRoute } from '#lib/actions/define-route.ts'
import { getComparison } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(getComparison)
