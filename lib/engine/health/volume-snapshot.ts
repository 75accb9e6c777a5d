/** snapshot.storage.k8s.io/VolumeSnapshot: an error, ready, or not yet. */
import { type HealthRule, awaiting, degraded, healthy } from './make.ts'
import { at, textAt } from './read.ts'

export const volumeSnapshot: HealthRule = (object) => {
  if (at(object, 'status', 'error') !== undefined) {
    return degraded('condition_false', { condition: 'readyToUse' }, textAt(object, 'status', 'error', 'message'))
  }
  return at(object, 'status', 'readyToUse') === true ? healthy : awaiting('readyToUse')
}
