/** Waiting for kinds that a sync has just defined. */
import { setTimeout as delay } from 'node:timers/promises'
import type { KubeApi } from '#lib/kube/types.ts'
import { healthOf } from '../health/health-of.ts'
import type { KubeObject, ResourceId } from '../model/resource.ts'
import type { Target } from '../model/target.ts'

const PAUSE_MS = 100
const LIMIT_MS = 30_000

export type Awaited = {
  /** Established definitions as they are now. */
  ready: KubeObject[]
  /** Definitions that did not become established in time. */
  open: ResourceId[]
}

/** Waits until the definitions are established and the kinds of the targets are served, at most 30 s. */
export async function untilServed(
  api: KubeApi,
  definitions: readonly ResourceId[],
  targets: readonly Target[],
): Promise<Awaited> {
  const deadline = performance.now() + LIMIT_MS
  const ready: KubeObject[] = []
  let open = [...definitions]
  for (;;) {
    const lives = await Promise.all(open.map((id) => api.get(id)))
    const established = lives.map((live) => (live !== null && healthOf(live).status === 'Healthy' ? live : null))
    ready.push(...established.filter((live) => live !== null))
    open = open.filter((_, index) => established[index] === null)
    const isDone = open.length === 0 && (await areServed(api, targets))
    if (isDone || performance.now() > deadline) return { ready, open }
    await delay(PAUSE_MS)
  }
}

async function areServed(api: KubeApi, targets: readonly Target[]): Promise<boolean> {
  const wanted = targets.filter(({ isDefinedHere, refusal }) => isDefinedHere && refusal === null)
  if (wanted.length === 0) return true
  const discovery = await api.discover(true)
  return wanted.every(({ id }) => discovery.find(id.group, id.version, id.kind) !== undefined)
}
