/** Objects that deleting would cost more than a mistake may cost: they stay unless a person or the manifest says otherwise. */
import { isProtectedKind } from '../model/protected.ts'
import type { KubeObject, ResourceId } from '../model/resource.ts'

/** Manifests set it to "true" to allow that a protected kind is deleted together with its line in Git. */
export const PRUNE_ANNOTATION = 'ieum.dev/prune'

/** True when pruning must leave the live object alone: its kind, or Argo CD's and Helm's words for "keep". */
export function isProtected(id: Pick<ResourceId, 'group' | 'kind'>, live: KubeObject): boolean {
  const annotations = live.metadata.annotations ?? {}
  const options = (annotations['argocd.argoproj.io/sync-options'] ?? '').split(',').map((option) => option.trim())
  if (options.includes('Prune=false') || annotations['helm.sh/resource-policy'] === 'keep') return true
  return isProtectedKind(id) && annotations[PRUNE_ANNOTATION] !== 'true'
}
