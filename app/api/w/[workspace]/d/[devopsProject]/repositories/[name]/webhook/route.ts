import { queryRoute } from '#lib/actions/define-route.ts'
import { getWebhook } from '#lib/features/webhooks/queries.ts'

export const GET = queryRoute(getWebhook)
