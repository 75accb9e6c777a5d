/** Two people's changes of the settings of a deployment. Pure. */
import { changedGroups, clashingGroups, mergeValues } from '#components/patterns/two-editors.ts'
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

const GROUPS = (Object.keys(EMPTY_DRAFT) as DraftField[]).map((field) => [field])

/** Fields in which two drafts differ. */
export const changedFields = (one: Draft, other: Draft): DraftField[] => changedGroups(GROUPS, one, other).flat()

/** Their version with the fields that I changed; where both changed one, mine stays. */
export const mergeDrafts = (base: Draft, mine: Draft, theirs: Draft): Draft =>
  mergeValues(GROUPS, { base, mine, theirs })

/** Fields that both changed, to different values. */
export const clashes = (base: Draft, mine: Draft, theirs: Draft): DraftField[] =>
  clashingGroups(GROUPS, { base, mine, theirs }).flat()
