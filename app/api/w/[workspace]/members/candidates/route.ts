import { queryRoute } from '#lib/actions/define-route.ts'
import { listWorkspaceCandidates } from '#lib/features/members/queries.ts'

export const GET = queryRoute(listWorkspaceCandidates)
