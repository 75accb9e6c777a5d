import { queryRoute } from '#lib/actions/define-route.ts'
import { listWorkspaceChoices } from '#lib/features/workspaces/queries.ts'

export const GET = queryRoute(listWorkspaceChoices)
