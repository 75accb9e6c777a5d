import { queryRoute } from '#lib/actions/define-route.ts'
import { getProjectObject } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(getProjectObject)
