/** Service and Ingress: Progressing while the address that was asked for is missing. */
import { type HealthRule, healthy, healthyBut, progressing } from './make.ts'
import { listAt, textAt } from './read.ts'

const hasAddress = (object: unknown) => listAt(object, 'status', 'loadBalancer', 'ingress').length > 0

export const service: HealthRule = (object) =>
  textAt(object, 'spec', 'type') === 'LoadBalancer' && !hasAddress(object)
    ? progressing('address_pending', { class: textAt(object, 'spec', 'loadBalancerClass') })
    : healthy

/** The class an Ingress asks for, by the field or by the annotation that came before it. */
const classOf = (object: unknown): string =>
  textAt(object, 'spec', 'ingressClassName') || textAt(object, 'metadata', 'annotations', 'kubernetes.io/ingress.class')

/**
 * An Ingress without an address is Progressing for ever where its controller writes none: the trap that Argo CD's users know best. The class
 * tells the two cases apart that can be told apart. With one, somebody has been asked and may yet answer: Progressing, naming the class;
 * after ten minutes the deployment is shown as stalled instead of turning red or green by the clock. Without one there is nobody to wait for:
 * the API server fills in a default class when the cluster has one, so that none was there. That is Healthy, and said.
 * A controller that never writes addresses is a case for `argocd.argoproj.io/ignore-healthcheck`.
 */
export const ingress: HealthRule = (object) => {
  if (hasAddress(object)) return healthy
  const name = classOf(object)
  return name === '' ? healthyBut('ingress_without_class') : progressing('address_pending', { class: name })
}
