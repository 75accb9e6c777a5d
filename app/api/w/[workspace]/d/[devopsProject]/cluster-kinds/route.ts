import { queryRoute } from '#lib/actions/define-route.ts'
import { listClusterKinds } from '#lib/features/devops-projects/queries.ts'

export const GET = queryRoute(listClusterKinds)
