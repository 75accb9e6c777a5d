import { queryRoute } from '#lib/actions/define-route.ts'
import { getDeployment } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(getDeployment)
