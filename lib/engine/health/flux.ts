/**
 * Flux: Kustomization, HelmRelease and sources. A failed attempt leaves `status.observedGeneration` behind while Flux tries again, so that
 * the Ready condition's own generation decides whether it speaks of the newest specification.
 */
import { type HealthRule, awaiting, broken, healthy, progressing, suspended } from './make.ts'
import { at, conditionOf, conditionsOf, currentConditionOf, textAt } from './read.ts'

/** Kustomization and sources. An OCI HelmRepository is never looked at and has no status at all. */
export const flux: HealthRule = (object) => {
  if (at(object, 'spec', 'suspend') === true) return suspended('suspended')
  if (textAt(object, 'kind') === 'HelmRepository' && textAt(object, 'spec', 'type') === 'oci') return healthy
  if (conditionsOf(object).length === 0) return progressing('status_pending')
  const ready = currentConditionOf(object, 'Ready')
  if (ready === undefined) return awaiting('Ready', conditionOf(object, 'Reconciling')?.message)
  if (ready.status === 'True') return healthy
  const isTrying = conditionOf(object, 'Reconciling')?.status === 'True'
  return ready.status !== 'False' && isTrying ? awaiting('Ready', ready.message) : broken(ready)
}

/** HelmRelease: ready is not enough, a release or a test of it must have succeeded. */
export const helmRelease: HealthRule = (object) => {
  const health = flux(object)
  if (health.status !== 'Healthy') return health
  const released = conditionOf(object, 'Released')
  const tested = conditionOf(object, 'TestSuccess')
  if (released?.status === 'True' || tested?.status === 'True') return healthy
  return broken(released ?? tested ?? { type: 'Released', status: '', reason: '', message: '', generation: undefined })
}
