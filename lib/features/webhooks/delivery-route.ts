import 'server-only'
import { defineDelivery } from '#lib/actions/define-delivery.ts'
import { proveSender, takeDelivery } from './receive.ts'
import { deliverySchema } from './schema.ts'

/** Where Git hosts tell of pushes. */
export const deliveryRoute = defineDelivery({
  name: 'webhooks.deliver',
  input: deliverySchema,
  prove: proveSender,
  receive: takeDelivery,
})
