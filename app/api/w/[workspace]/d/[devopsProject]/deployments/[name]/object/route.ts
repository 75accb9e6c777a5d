import { queryRoute } from '#lib/actions/define-route.ts'
import { getDeploymentObject } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(getDeploymentObject)
