/** Kubernetes' events about what a deployment manages and what hangs below it. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { keepBriefly } from '#lib/core/kept-briefly.ts'
import { resourceKey } from '#lib/engine/model/resource.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { findManaged, namespacesOf, treeOf } from '#lib/features/deployments/public.ts'
import { EVENT } from './kinds.ts'
import { toEventRow } from './to-detail.ts'
import type { DeploymentEvents, EventRow } from './types.ts'

const KEPT_MS = 3000
/** Events of one namespace that are read, and of all that are told. */
const MOST_READ = 5000
const MOST_TOLD = 300
/** Where events about objects of the whole cluster stand. */
const CLUSTER_WIDE = 'default'

type Read = { events: EventRow[]; isCut: boolean }

const KEY = Symbol.for('ieum.deployment-events')
const holder = globalThis as typeof globalThis & { [KEY]?: ReturnType<typeof keepBriefly<Read>> }
/** On globalThis, because a bundler may put this module into each of its bundles. */
const kept = () => (holder[KEY] ??= keepBriefly<Read>(KEPT_MS, 100))

const readEvents = (clusterId: string, namespace: string): Promise<Read> =>
  kept()(`${clusterId}/${namespace}`, async () => {
    const kube = await kubeForCluster(clusterId)
    const events = await kube.list(EVENT, { namespace, most: MOST_READ })
    return { events: events.slice(0, MOST_READ).map(toEventRow), isCut: events.length >= MOST_READ }
  })

/** The newest first. Throws NOT_FOUND when the scope has no such deployment, and the cluster's failures. */
export async function listDeploymentEvents(scope: DevopsScope, name: string): Promise<DeploymentEvents> {
  const { clusterId, managed } = await findManaged(scope, name)
  const { namespaces, isCut } = namespacesOf(managed)
  const places = managed.some(({ namespace }) => namespace === '') ? [...namespaces, CLUSTER_WIDE] : namespaces
  const [tree, ...read] = await Promise.all([
    treeOf(clusterId, managed),
    ...[...new Set(places)].map((namespace) => readEvents(clusterId, namespace)),
  ])
  const keys = new Set([...managed, ...tree.nodes].map(({ key }) => key))
  const events = read
    .flatMap((one) => one.events)
    .filter(({ object }) => keys.has(resourceKey(object)))
    .toSorted((one, other) => (one.lastAt < other.lastAt ? 1 : -1))
  return {
    events: events.slice(0, MOST_TOLD),
    isCut: isCut || tree.isCut || events.length > MOST_TOLD || read.some((one) => one.isCut),
  }
}
