import { queryRoute } from '#lib/actions/define-route.ts'
import { listDeployments } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(listDeployments)
