import { queryRoute } from '#lib/actions/define-route.ts'
import { getDeploymentYaml } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(getDeploymentYaml)
