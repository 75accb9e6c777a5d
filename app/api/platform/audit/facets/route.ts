import { queryRoute } from '#lib/actions/define-route.ts'
import { getAuditFacets } from '#lib/features/audit/queries.ts'

export const GET = queryRoute(getAuditFacets)
