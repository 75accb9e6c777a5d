/** Objects that deleting would cost more than a mistake may cost: they stay unless a person or the manifest says otherwise. */
import type { Consent, ObjectOptions } from '../model/object-options.ts'
import { isProtectedKind } from '../model/protected.ts'
import type { KubeObject, ResourceId } from '../model/resource.ts'
import { type Why, why } from '../model/why.ts'

/** Manifests set it to "true" to allow that a protected kind is deleted together with its line in Git. */
export const PRUNE_ANNOTATION = 'ieum.dev/prune'

/** Why pruning leaves the live object alone: its own word, or its kind; null when it may go. */
export function pruneProtection(
  id: Pick<ResourceId, 'group' | 'kind'>,
  live: KubeObject,
  { prune }: ObjectOptions,
): Why | null {
  const own = consentReason(prune, id)
  if (own) return own
  const isProtected = isProtectedKind(id) && live.metadata.annotations?.[PRUNE_ANNOTATION] !== 'true'
  return isProtected ? why('protected_kind', { kind: id.kind }) : null
}

/** Why an object's own word keeps it; null where it says nothing. */
export function consentReason(consent: Consent, { kind }: Pick<ResourceId, 'kind'>): Why | null {
  if (consent === 'yes') return null
  return consent === 'confirm' ? why('needs_confirmation', { kind }) : why('kept_by_annotation', { kind })
}
