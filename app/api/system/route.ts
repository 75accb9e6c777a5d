import { queryRoute } from '#lib/actions/define-route.ts'
import { getEngineState } from '#lib/features/system/queries.ts'

export const GET = queryRoute(getEngineState)
