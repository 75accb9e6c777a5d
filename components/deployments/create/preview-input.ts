import type { Destination } from '#lib/features/clusters/types.ts'
import type { PreviewInput } from '#lib/features/deployments/schema.ts'
import type { DevopsPlace } from '../urls.ts'
import { checkDestination } from './destinations.ts'
import { checkDraft, type Draft } from './draft.ts'
import { toSpec } from './spec-draft.ts'

/** What a preview of the draft is asked with; null while the form is not complete or something in it is wrong. */
export function previewInput(
  draft: Draft,
  place: DevopsPlace,
  destinations: readonly Destination[],
  existing: boolean,
): PreviewInput | null {
  const isWrong = Object.keys({ ...checkDestination(draft, destinations), ...checkDraft(draft, place) }).length > 0
  if (isWrong) return null
  const { name, repository, cluster, namespace } = draft
  return { name, repository, cluster, namespace, existing, spec: toSpec(draft) }
}
