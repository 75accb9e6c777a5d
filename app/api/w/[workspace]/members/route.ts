import { queryRoute } from '#lib/actions/define-route.ts'
import { listWorkspaceMembers } from '#lib/features/members/queries.ts'

export const GET = queryRoute(listWorkspaceMembers)
