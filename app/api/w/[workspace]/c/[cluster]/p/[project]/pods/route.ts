import { queryRoute } from '#lib/actions/define-route.ts'
import { listPods } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(listPods)
