import { queryRoute } from '#lib/actions/define-route.ts'
import { listFolder } from '#lib/features/repositories/queries.ts'

export const GET = queryRoute(listFolder)
