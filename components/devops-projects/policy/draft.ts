/** A policy while it is edited. Pure. */
import type { Groups } from '#components/patterns/two-editors.ts'
import type { DevopsPolicy } from '#lib/engine/model/policy.ts'

export type Destination = DevopsPolicy['destinations'][number]

export type PolicyDraft = Omit<DevopsPolicy, 'repositories'> & {
  /** Only chosen places; the policy's own sign for "everywhere" is an empty list, which nobody must reach by unticking the last box. */
  isLimited: boolean
  repositoriesLimited: boolean
  /** One pattern a line. */
  patterns: string
}

export const toDraft = ({ repositories, ...policy }: DevopsPolicy): PolicyDraft => ({
  ...policy,
  isLimited: policy.destinations.length > 0,
  repositoriesLimited: repositories !== '*',
  patterns: repositories === '*' ? '' : repositories.join('\n'),
})

const lines = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

export const fromDraft = ({ isLimited, repositoriesLimited, patterns, ...policy }: PolicyDraft): DevopsPolicy => ({
  ...policy,
  destinations: isLimited ? policy.destinations.filter(({ namespaces }) => namespaces.length > 0) : [],
  repositories: repositoriesLimited ? lines(patterns) : '*',
})

/** Limited to chosen places, and none is chosen: saved, it would mean the opposite. */
export const isEmpty = (draft: PolicyDraft): boolean => draft.isLimited && fromDraft(draft).destinations.length === 0

/** The draft with a cluster's destinations replaced; none removes the cluster. */
export function withPlace(draft: PolicyDraft, cluster: string, namespaces: Destination['namespaces']): PolicyDraft {
  const others = draft.destinations.filter((entry) => entry.cluster !== cluster)
  return { ...draft, destinations: namespaces.length === 0 ? others : [...others, { cluster, namespaces }] }
}

/** What is chosen on a cluster. */
export const chosenOn = (draft: PolicyDraft, cluster: string): Destination['namespaces'] =>
  draft.destinations.find((entry) => entry.cluster === cluster)?.namespaces ?? []

export const isSame = (a: DevopsPolicy, b: DevopsPolicy): boolean => {
  const sorted = (policy: DevopsPolicy) =>
    JSON.stringify({
      ...policy,
      destinations: policy.destinations
        .map(({ cluster, namespaces }) => ({
          cluster,
          namespaces: namespaces === '*' ? '*' : namespaces.toSorted(),
        }))
        .toSorted((one, other) => one.cluster.localeCompare(other.cluster)),
    })
  return sorted(a) === sorted(b)
}

/** What is chosen together: whether a limit is set means nothing without what it is. */
export const DRAFT_GROUPS: Groups<PolicyDraft> = [
  ['isLimited', 'destinations'],
  ['repositoriesLimited', 'patterns'],
  ['clusterKinds'],
  ['extraNamespaces'],
  ['externalIps'],
]

/** The policy as text, one choice a line, so that two of them can be laid side by side. */
export function policyText({ destinations, repositories, clusterKinds, extraNamespaces, externalIps }: DevopsPolicy) {
  const list = (name: string, entries: readonly string[]) => [
    entries.length === 0 ? `${name}: []` : `${name}:`,
    ...entries.toSorted().map((entry) => `  - ${entry}`),
  ]
  const places = destinations.flatMap(({ cluster, namespaces }) =>
    namespaces === '*' ? [`${cluster}/*`] : namespaces.map((namespace) => `${cluster}/${namespace}`),
  )
  return [
    ...list('destinations', destinations.length === 0 ? ['*'] : places),
    ...list('repositories', repositories === '*' ? ['*'] : repositories),
    ...list(
      'clusterKinds',
      clusterKinds.map(({ group, kind }) => (group === '' ? kind : `${kind}.${group}`)),
    ),
    ...list(
      'extraNamespaces',
      extraNamespaces.map(({ cluster, namespace }) => `${cluster}/${namespace}`),
    ),
    `externalIps: ${externalIps}`,
  ].join('\n')
}
