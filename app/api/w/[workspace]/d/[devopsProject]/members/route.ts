import { queryRoute } from '#lib/actions/define-route.ts'
import { listDevopsMembers } from '#lib/features/members/queries.ts'

export const GET = queryRoute(listDevopsMembers)
