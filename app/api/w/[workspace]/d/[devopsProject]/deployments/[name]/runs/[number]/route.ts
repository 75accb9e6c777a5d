import { queryRoute } from '#lib/actions/define-route.ts'
import { getRun } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(getRun)
