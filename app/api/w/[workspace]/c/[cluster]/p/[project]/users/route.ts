import { queryRoute } from '#lib/actions/define-route.ts'
import { listProjectUsers } from '#lib/features/projects/queries.ts'

export const GET = queryRoute(listProjectUsers)
