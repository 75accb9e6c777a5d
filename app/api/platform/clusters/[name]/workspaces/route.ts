import { queryRoute } from '#lib/actions/define-route.ts'
import { getClusterWorkspaces } from '#lib/features/clusters/queries.ts'

export const GET = queryRoute(getClusterWorkspaces)
