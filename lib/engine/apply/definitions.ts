/** Waiting for kinds that a sync has just defined. */
import { setTimeout as delay } from 'node:timers/promises'
import type { KubeApi } from '#lib/kube/types.ts'
import { healthOf } from '../health/health-of.ts'
import type { ResourceId } from '../model/resource.ts'
import type { Target } from '../model/target.ts'

const PAUSE_MS = 100
const LIMIT_MS = 30_000

/** Waits until the definitions are established and the kinds of the targets are served, at most 30 s. Returns the definitions that are not. */
export async function untilServed(
  api: KubeApi,
  definitions: readonly ResourceId[],
  targets: readonly Target[],
): Promise<ResourceId[]> {
  const deadline = performance.now() + LIMIT_MS
  let open = [...definitions]
  for (;;) {
    const states = await Promise.all(open.map(async (id) => ({ id, isReady: await isEstablished(api, id) })))
    open = states.filter(({ isReady }) => !isReady).map(({ id }) => id)
    if (open.length === 0 && (await areServed(api, targets))) return []
    if (performance.now() > deadline) return open
    await delay(PAUSE_MS)
  }
}

async function isEstablished(api: KubeApi, id: ResourceId): Promise<boolean> {
  const live = await api.get(id)
  return live !== null && healthOf(live).status === 'Healthy'
}

async function areServed(api: KubeApi, targets: readonly Target[]): Promise<boolean> {
  const wanted = targets.filter(({ isDefinedHere, refusal }) => isDefinedHere && refusal === null)
  if (wanted.length === 0) return true
  const discovery = await api.discover(true)
  return wanted.every(({ id }) => discovery.find(id.group, id.version, id.kind) !== undefined)
}
