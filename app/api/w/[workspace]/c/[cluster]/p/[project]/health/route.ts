import { queryRoute } from '#lib/actions/define-route.ts'
import { getProjectHealth } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(getProjectHealth)
