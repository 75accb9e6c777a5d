/** Service and Ingress: Progressing while the address that was asked for is missing. */
import { type HealthRule, healthy, progressing } from './make.ts'
import { listAt, textAt } from './read.ts'

const hasAddress = (object: unknown) => listAt(object, 'status', 'loadBalancer', 'ingress').length > 0

export const service: HealthRule = (object) =>
  textAt(object, 'spec', 'type') === 'LoadBalancer' && !hasAddress(object) ? progressing('address_pending') : healthy

export const ingress: HealthRule = (object) => (hasAddress(object) ? healthy : progressing('address_pending'))
