import { exportWorkspaceAuditRoute } from '#lib/features/audit/export-route.ts'

export const GET = exportWorkspaceAuditRoute
