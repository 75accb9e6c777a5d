/**
 * Hooks: objects that a run makes once, waits for, and deletes as their policy says. What a run made is known by its mark on the object, so
 * that a run that is continued after a crash makes nothing twice.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/core/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { failpoint } from '../failpoint.ts'
import { hookOutcome } from '../health/hook-outcome.ts'
import { RUN_ANNOTATION } from '../model/labels.ts'
import type { Operation } from '../model/plan.ts'
import { isProtectedKind } from '../model/protected.ts'
import { type KubeObject, type ResourceId, objectLabel } from '../model/resource.ts'
import { type Why, why } from '../model/why.ts'
import { ownerOf } from '../ownership/mark.ts'
import { hookText, runMark } from '../plan/hooks.ts'
import { releaseHook } from './release-hook.ts'

export type HookStep = {
  client: ClusterClient
  deploymentId: string
  runId: string
  operation: Operation
  text: string
  validate: boolean
  /** An earlier pass saw it created. */
  wasCreated: boolean
  /** Throws when this process may no longer write. */
  guard: () => void
}

type Outcome = 'running' | 'succeeded' | { failed: Why }

const GONE_ATTEMPTS = 150
const GONE_PAUSE_MS = 200

/** Makes the hook, or looks how it is getting on. Throws what the Kubernetes door throws. */
export async function advanceHook(step: HookStep): Promise<Outcome> {
  const { client, operation, wasCreated } = step
  const live = await client.live.read(operation.id)
  if (live && isOfRun(step, live)) return settle(step, live)
  if (wasCreated) return { failed: why('hook_gone', { object: objectLabel(operation.id) }) }
  if (live) {
    requireOurs(step, live)
    if (isMadeAnew(operation)) await removeEarlier(step, live)
    else return settle(step, await replaceEarlier(step))
  }
  return settle(step, await create(step))
}

/**
 * BeforeHookCreation is what a hook without a policy has (Argo CD, Helm). It is no choice to delete data, or everything in a namespace:
 * objects of such kinds are written again instead.
 */
const isMadeAnew = ({ id, hook }: Operation): boolean =>
  hook?.deletePolicies.includes('BeforeHookCreation') === true && !isProtectedKind(id)

const isOfRun = ({ runId, operation }: HookStep, live: KubeObject): boolean =>
  live.metadata.annotations?.[RUN_ANNOTATION] === runMark(runId, operation.phase)

/** An object of the hook's name that is not this deployment's is nobody's to delete here. */
function requireOurs({ deploymentId, operation }: HookStep, live: KubeObject): void {
  if (ownerOf(live) === deploymentId) return
  throw new AppError('CONFLICT', { reason: 'owned_by_other', params: { object: objectLabel(operation.id) } })
}

/** How the hook stands. It stays held until the end of the run, when how it ended is recorded. */
function settle({ client }: HookStep, live: KubeObject): Outcome {
  client.live.remember(live)
  return hookOutcome(live)
}

async function create({ client, runId, operation, text, validate, guard }: HookStep): Promise<KubeObject> {
  failpoint('before_hook')
  guard()
  const object = await client.api.create(operation.id, hookText(text, runId, operation.phase), { validate })
  failpoint('hook_created')
  return object
}

/** Without BeforeHookCreation the object of an earlier run stays and is written again, as Argo CD applies it. */
async function replaceEarlier({ client, runId, operation, text, validate, guard }: HookStep): Promise<KubeObject> {
  failpoint('before_hook')
  guard()
  const object = await client.api.apply(operation.id, hookText(text, runId, operation.phase), { validate, force: true })
  failpoint('hook_created')
  return object
}

async function removeEarlier({ client, operation, guard }: HookStep, live: KubeObject): Promise<void> {
  guard()
  await deleteHook(client.api, operation.id, live)
  for (let attempt = 1; ; attempt++) {
    const left = await client.api.get(operation.id)
    if (left === null || left.metadata.uid !== live.metadata.uid) break
    if (attempt === GONE_ATTEMPTS) {
      const finalizers = (left.metadata.finalizers ?? []).join(', ')
      throw new AppError('TIMEOUT', {
        reason: 'delete_stuck',
        params: { object: objectLabel(operation.id), finalizers },
      })
    }
    await delay(GONE_PAUSE_MS)
  }
  client.live.forget(operation.id)
}

/** Deletes a hook's object with what it made, and lets go of it. */
export async function deleteHook(api: KubeApi, id: ResourceId, live: KubeObject): Promise<void> {
  if (live.metadata.deletionTimestamp === undefined) {
    await api.delete(id, { propagation: 'background', ...(live.metadata.uid ? { uid: live.metadata.uid } : {}) })
  }
  const left = await api.get(id)
  if (left && left.metadata.uid === live.metadata.uid) await releaseHook(api, id, left)
}
