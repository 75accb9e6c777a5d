import { queryRoute } from '#lib/actions/define-route.ts'
import { listProjectCandidates } from '#lib/features/members/queries.ts'

export const GET = queryRoute(listProjectCandidates)
