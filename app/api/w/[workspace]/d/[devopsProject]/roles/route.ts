import { queryRoute } from '#lib/actions/define-route.ts'
import { listRoles } from '#lib/features/roles/queries.ts'

export const GET = queryRoute(listRoles)
