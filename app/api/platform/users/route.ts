import { queryRoute } from '#lib/actions/define-route.ts'
import { listUsers } from '#lib/features/users/queries.ts'

export const GET = queryRoute(listUsers)
