import { queryRoute } from '#lib/actions/define-route.ts'
import { listRefs } from '#lib/features/repositories/queries.ts'

export const GET = queryRoute(listRefs)
