import { queryRoute } from '#lib/actions/define-route.ts'
import { listWorkloads } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(listWorkloads)
