import { queryRoute } from '#lib/actions/define-route.ts'
import { listCredentials } from '#lib/features/credentials/queries.ts'

export const GET = queryRoute(listCredentials)
