/** Two people's changes of the same settings. Pure. */
import { EMPTY_DRAFT, type Draft, type DraftField } from '../create/draft.ts'
import { fromSpec } from '../create/spec-draft.ts'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'

/** What the form of a deployment begins with. Names of people are edited elsewhere. */
export const draftOf = (
  detail: Pick<DeploymentDetail, 'name' | 'repository' | 'cluster' | 'namespace' | 'spec'>,
): Draft => ({
  ...EMPTY_DRAFT,
  ...fromSpec(detail.spec),
  ...{ name: detail.name, repository: detail.repository, cluster: detail.cluster, namespace: detail.namespace },
})

const FIELDS = Object.keys(EMPTY_DRAFT) as DraftField[]

/** Fields in which two drafts differ. */
export const changedFields = (one: Draft, other: Draft): DraftField[] =>
  FIELDS.filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]))

/** Their version with the fields that I changed; where both changed one, mine stays. */
export function mergeDrafts(base: Draft, mine: Draft, theirs: Draft): Draft {
  const own = Object.fromEntries(changedFields(base, mine).map((field) => [field, mine[field]]))
  return { ...theirs, ...own }
}

/** Fields that both changed, to different values. */
export function clashes(base: Draft, mine: Draft, theirs: Draft): DraftField[] {
  const ofTheirs = new Set(changedFields(base, theirs))
  return changedFields(base, mine).filter(
    (field) => ofTheirs.has(field) && JSON.stringify(mine[field]) !== JSON.stringify(theirs[field]),
  )
}
