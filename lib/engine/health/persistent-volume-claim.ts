/** PersistentVolumeClaim: its phase. */
import { type HealthRule, degraded, healthy, progressing, unknown } from './make.ts'
import { textAt } from './read.ts'

export const persistentVolumeClaim: HealthRule = (object) => {
  switch (textAt(object, 'status', 'phase')) {
    case 'Bound':
      return healthy
    case 'Pending':
      return progressing('volume_pending')
    case 'Lost':
      return degraded('volume_lost')
    default:
      return unknown('status_pending')
  }
}
