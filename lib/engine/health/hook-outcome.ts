/** How the object of a hook stands: what a sync that waits for it has to know. */
import type { KubeObject } from '../model/resource.ts'
import { type Why, why } from '../model/why.ts'
import { healthOf } from './health-of.ts'

export type HookOutcome = 'running' | 'succeeded' | { failed: Why }

/**
 * Argo CD's rule for hooks: Healthy has succeeded, Progressing and Suspended are still running, Degraded and Unknown have failed. That the
 * object is being deleted says nothing: a finished Job may ask for that itself (`ttlSecondsAfterFinished`), and our finalizer holds it.
 */
export function hookOutcome(live: KubeObject): HookOutcome {
  const { deletionTimestamp: _deletion, ...metadata } = live.metadata
  const health = healthOf({ ...live, metadata })
  switch (health.status) {
    case 'Healthy':
      return 'succeeded'
    case 'Progressing':
    case 'Suspended':
    case 'Missing':
      return 'running'
    case 'Degraded':
    case 'Unknown':
      return { failed: health.why ?? why('unexpected') }
  }
}
