/**
 * PersistentVolumeClaim: its phase. A claim of a class that binds on first use (`WaitForFirstConsumer`) stays Pending until a pod uses it, and
 * nothing in the claim tells that class from one that binds at once. It is Progressing all the same, as in Argo CD and kstatus: a claim that
 * nobody has bound holds no data, and "Healthy" would hide the classes that never bind. The words say what may be missing, and ten minutes
 * later the deployment is shown as stalled. A claim that stands in an earlier wave than its first pod says with
 * `argocd.argoproj.io/ignore-healthcheck` that nobody is to wait for it. A scheduled pod leaves its node in an annotation: then only the
 * volume is awaited.
 */
import { type HealthRule, degraded, healthy, progressing, unknown } from './make.ts'
import { textAt } from './read.ts'

const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

export const persistentVolumeClaim: HealthRule = (object) => {
  switch (textAt(object, 'status', 'phase')) {
    case 'Bound':
      return healthy
    case 'Pending': {
      const isUsed = textAt(object, 'metadata', 'annotations', SELECTED_NODE) !== ''
      const params = { class: textAt(object, 'spec', 'storageClassName') }
      return progressing(isUsed ? 'volume_pending' : 'volume_unbound', params)
    }
    case 'Lost':
      return degraded('volume_lost')
    default:
      return unknown('status_pending')
  }
}
