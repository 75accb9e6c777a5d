/** The objects of hooks at the end of a run: deleted as their policy says, and never left held. */
import { deleteHook } from '../apply/hooks.ts'
import { releaseHook } from '../apply/release-hook.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import type { ExecutionOutcome } from '../apply/execute.ts'
import { hookOutcome } from '../health/hook-outcome.ts'
import { type InventoryEntry, entryKey } from '../inventory/algebra.ts'
import { RUN_ANNOTATION } from '../model/labels.ts'
import type { Operation } from '../model/plan.ts'
import { type KubeObject, resourceKey } from '../model/resource.ts'
import { runMark } from '../plan/hooks.ts'
import type { Facts } from './facts.ts'
import type { Pass } from './pass.ts'
import type { Planned } from './planning.ts'
import type { ActiveRun } from './snapshot.ts'

type Ended = { run: ActiveRun; planned: Planned; inventory: readonly InventoryEntry[] }

/** Deletes what the policies of the run's hooks say; answers with the entries of what is gone. Hooks that still run are ended. */
export async function cleanHooks(
  pass: Pass,
  { client }: Pick<Facts, 'client'>,
  { run, planned, inventory }: Ended,
  outcome: ExecutionOutcome,
): Promise<InventoryEntry[]> {
  const { plan } = planned
  const hooks = [...plan.steps, ...plan.onFailure].flatMap(({ groups }) => groups.flat()).filter(({ hook }) => hook)
  const gone: InventoryEntry[] = []
  for (const operation of hooks) {
    const live = await client.live.read(operation.id)
    if (live && !isOfRun(live, run, operation)) continue
    pass.guard()
    // Gone already: an earlier pass of the run deleted it and could not say so any more.
    if (live && !(await clean(client, operation, live, stateOf(run, operation, outcome)))) continue
    const key = entryKey({ clusterId: pass.snapshot.cluster.id, key: resourceKey(operation.id) })
    gone.push(...inventory.filter((entry) => entryKey(entry) === key))
  }
  return gone
}

/** Ends what still runs of a run that is given up, and lets go of the rest; answers with the entries of what is gone. */
export async function abandonHooks(
  { snapshot, guard }: Pass,
  client: ClusterClient,
  runId: string,
): Promise<InventoryEntry[]> {
  const gone: InventoryEntry[] = []
  for (const entry of snapshot.inventory.filter(({ hook, clusterId }) => hook && clusterId === client.id)) {
    const live = await client.live.read(entry)
    if (live === null) gone.push(entry)
    if (live?.metadata.annotations?.[RUN_ANNOTATION]?.startsWith(`${runId}/`) !== true) continue
    guard()
    if (hookOutcome(live) !== 'running') await releaseHook(client.api, entry, live)
    else {
      await deleteHook(client.api, entry, live)
      client.live.forget(entry)
      gone.push(entry)
    }
  }
  return gone
}

const isOfRun = (live: KubeObject, { id }: ActiveRun, { phase }: Operation): boolean =>
  live.metadata.annotations?.[RUN_ANNOTATION] === runMark(id, phase)

type HookState = 'succeeded' | 'failed' | 'running'

function stateOf({ results }: ActiveRun, { key }: Operation, { hooks }: ExecutionOutcome): HookState {
  const now = hooks.get(key)
  if (now) return now
  const earlier = results.get(key)?.state
  return earlier === 'done' ? 'succeeded' : earlier === 'failed' ? 'failed' : 'running'
}

/** True when the object was deleted. */
async function clean(
  client: Facts['client'],
  { id, hook }: Operation,
  live: KubeObject,
  state: HookState,
): Promise<boolean> {
  const policies = hook?.deletePolicies ?? []
  const isDeleted =
    state === 'running' ||
    (state === 'succeeded' && policies.includes('HookSucceeded')) ||
    (state === 'failed' && policies.includes('HookFailed'))
  if (!isDeleted) {
    await releaseHook(client.api, id, live)
    return false
  }
  await deleteHook(client.api, id, live)
  client.live.forget(id)
  return true
}
