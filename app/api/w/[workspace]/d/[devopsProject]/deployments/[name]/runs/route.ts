import { queryRoute } from '#lib/actions/define-route.ts'
import { listRuns } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(listRuns)
