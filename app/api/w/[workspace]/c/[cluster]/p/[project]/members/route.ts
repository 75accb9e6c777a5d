import { queryRoute } from '#lib/actions/define-route.ts'
import { listProjectMembers } from '#lib/features/members/queries.ts'

export const GET = queryRoute(listProjectMembers)
