/** Objects that deleting would cost more than a mistake may cost: they stay unless a person or the manifest says otherwise. */
import { isProtectedKind } from '../model/protected.ts'
import type { KubeObject, ResourceId } from '../model/resource.ts'

/** Manifests set it to "true" to allow that a protected kind is deleted together with its line in Git. */
export const PRUNE_ANNOTATION = 'ieum.dev/prune'

/** True when pruning must leave the live object alone: its kind, or Argo CD's and Helm's words for "keep". */
export const isProtected = (id: Pick<ResourceId, 'group' | 'kind'>, live: KubeObject): boolean =>
  saysKeep(live, 'Prune=false') || (isProtectedKind(id) && live.metadata.annotations?.[PRUNE_ANNOTATION] !== 'true')

/** True when the object itself says that the named deletion must not take it. */
export function saysKeep(live: KubeObject, option: 'Prune=false' | 'Delete=false'): boolean {
  const annotations = live.metadata.annotations ?? {}
  const options = (annotations['argocd.argoproj.io/sync-options'] ?? '').split(',').map((text) => text.trim())
  return options.includes(option) || annotations['helm.sh/resource-policy'] === 'keep'
}
