import { queryRoute } from '#lib/actions/define-route.ts'
import { listAllWorkspaces } from '#lib/features/workspaces/queries.ts'

export const GET = queryRoute(listAllWorkspaces)
