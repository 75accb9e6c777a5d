import { deliveryRoute } from '#lib/features/webhooks/delivery-route.ts'

export const POST = deliveryRoute
