import { queryRoute } from '#lib/actions/define-route.ts'
import { listFreeNamespaces } from '#lib/features/projects/queries.ts'

export const GET = queryRoute(listFreeNamespaces)
