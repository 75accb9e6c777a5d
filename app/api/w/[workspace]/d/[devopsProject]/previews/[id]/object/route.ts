import { queryRoute } from '#lib/actions/define-route.ts'
import { getObjectPreview } from '#lib/features/objects/queries.ts'

export const GET = queryRoute(getObjectPreview)
