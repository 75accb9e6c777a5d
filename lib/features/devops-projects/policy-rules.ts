/** What of a policy lies inside of its workspace, and what reaches beyond. Pure. */
import type { DevopsPolicy } from '#lib/engine/model/policy.ts'

/** Clusters of the workspace by name, each with the names of the workspace's projects on it. */
export type Places = ReadonlyMap<string, ReadonlySet<string>>

/** Fields that reach beyond the workspace. */
export const PLATFORM_FIELDS = ['extraNamespaces', 'clusterKinds', 'externalIps'] as const
export type PlatformField = (typeof PLATFORM_FIELDS)[number]

/** The same value whatever the order of lists. */
const canonical = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)).toSorted() : value)

/** Fields beyond the workspace in which two policies differ. */
export const widened = (before: DevopsPolicy, after: DevopsPolicy): PlatformField[] =>
  PLATFORM_FIELDS.filter((field) => canonical(before[field]) !== canonical(after[field]))

/** Paths of names that are no cluster or no project of the workspace. */
export function strayNames({ destinations, extraNamespaces }: DevopsPolicy, places: Places): string[] {
  const ofDestinations = destinations.flatMap(({ cluster, namespaces }, at) => {
    const projects = places.get(cluster)
    if (!projects) return [`destinations.${at}.cluster`]
    const named = namespaces === '*' ? [] : namespaces
    return named.flatMap((name, index) => (projects.has(name) ? [] : [`destinations.${at}.namespaces.${index}`]))
  })
  const ofExtra = extraNamespaces.flatMap(({ cluster }, at) =>
    places.has(cluster) ? [] : [`extraNamespaces.${at}.cluster`],
  )
  return [...ofDestinations, ...ofExtra]
}

/** Paths of namespaces that hold Ieum's own identities: whoever writes there is everybody. */
export const isReservedForIeum = ({ extraNamespaces }: DevopsPolicy): string[] =>
  extraNamespaces.flatMap(({ namespace }, at) =>
    namespace.startsWith('ieum-') ? [`extraNamespaces.${at}.namespace`] : [],
  )
