import { exportAuditRoute } from '#lib/features/audit/export-route.ts'

export const GET = exportAuditRoute
