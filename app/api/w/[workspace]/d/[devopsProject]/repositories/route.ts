import { queryRoute } from '#lib/actions/define-route.ts'
import { listRepositories } from '#lib/features/repositories/queries.ts'

export const GET = queryRoute(listRepositories)
