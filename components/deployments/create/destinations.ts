/** Where a deployment may go, as the wizard asks for it. Pure. */
import type { Destination } from '#lib/features/clusters/types.ts'
import type { Draft, Issues } from './draft.ts'

export const destinationOf = (destinations: readonly Destination[], cluster: string): Destination | undefined =>
  destinations.find((destination) => destination.cluster.name === cluster)

/** A project that does not exist may be named only where it is created by the synchronisation. */
export function checkDestination(draft: Draft, destinations: readonly Destination[]): Issues {
  if (draft.cluster === '') return {}
  const destination = destinationOf(destinations, draft.cluster)
  if (!destination) return { cluster: { code: 'not_a_choice' } }
  const known = destination.projects.some(({ name }) => name === draft.namespace)
  return draft.namespace === '' || known || draft.createNamespace ? {} : { namespace: { code: 'not_a_choice' } }
}

/** The change of choosing a cluster: a project of another cluster does not stay chosen. */
export function chooseCluster(draft: Draft, destinations: readonly Destination[], cluster: string): Partial<Draft> {
  const stays = destinationOf(destinations, cluster)?.projects.some(({ name }) => name === draft.namespace) ?? false
  return { cluster, namespace: stays ? draft.namespace : '' }
}

/** What the form fills in by itself: the cluster when there is only one. A project is never chosen silently. */
export const presetCluster = (destinations: readonly Destination[]): string =>
  destinations.length === 1 ? (destinations[0]?.cluster.name ?? '') : ''
