import { queryRoute } from '#lib/actions/define-route.ts'
import { getProjectQuota } from '#lib/features/projects/queries.ts'

export const GET = queryRoute(getProjectQuota)
