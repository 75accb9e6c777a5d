import { queryRoute } from '#lib/actions/define-route.ts'
import { listDevopsCandidates } from '#lib/features/members/queries.ts'

export const GET = queryRoute(listDevopsCandidates)
