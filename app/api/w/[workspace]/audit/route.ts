import { queryRoute } from '#lib/actions/define-route.ts'
import { listWorkspaceAudit } from '#lib/features/audit/queries.ts'

export const GET = queryRoute(listWorkspaceAudit)
