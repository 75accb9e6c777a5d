import { queryRoute } from '#lib/actions/define-route.ts'
import { listAudit } from '#lib/features/audit/queries.ts'

export const GET = queryRoute(listAudit)
