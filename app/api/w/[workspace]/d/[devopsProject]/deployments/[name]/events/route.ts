import { queryRoute } from '#lib/actions/define-route.ts'
import { getDeploymentEvents } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(getDeploymentEvents)
