import { queryRoute } from '#lib/actions/define-route.ts'
import { getPolicy } from '#lib/features/devops-projects/queries.ts'

export const GET = queryRoute(getPolicy)
