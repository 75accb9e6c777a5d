import { queryRoute } from '#lib/actions/define-route.ts'
import { getPreview } from '#lib/features/deployments/queries.ts'

export const GET = queryRoute(getPreview)
