import { queryRoute } from '#lib/actions/define-route.ts'
import { getWorkspaceAuditFacets } from '#lib/features/audit/queries.ts'

export const GET = queryRoute(getWorkspaceAuditFacets)
