import { queryRoute } from '#lib/actions/define-route.ts'
import { getCredential } from '#lib/features/credentials/queries.ts'

export const GET = queryRoute(getCredential)
