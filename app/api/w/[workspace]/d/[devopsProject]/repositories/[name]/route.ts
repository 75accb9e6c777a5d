import { queryRoute } from '#lib/actions/define-route.ts'
import { getRepository } from '#lib/features/repositories/queries.ts'

export const GET = queryRoute(getRepository)
