import { queryRoute } from '#lib/actions/define-route.ts'
import { getDeploymentTree } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(getDeploymentTree)
