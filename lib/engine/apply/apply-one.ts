/** One operation on one object. */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/core/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import type { Operation } from '../model/plan.ts'
import { type KubeObject, type ResourceId, objectLabel } from '../model/resource.ts'
import type { PrunePropagation } from '../model/spec.ts'
import { HOOK_FINALIZER } from '../model/labels.ts'
import { LAST_APPLIED_ANNOTATION } from '../compare/project.ts'
import { foldUpdates, takenOver } from '../ownership/managers.ts'
import { ownerOf } from '../ownership/mark.ts'
import { releaseHook } from './release-hook.ts'
import { isNamespace } from '../plan/order.ts'

export type Write = {
  api: KubeApi
  deploymentId: string
  operation: Operation
  /** JSON text of the object. */
  text: string
  validate: boolean
  propagation: PrunePropagation
  /** The live object as it was compared, whose fields of former managers become ours first. Null: nothing is taken over. */
  adopted: KubeObject | null
  /** Throws when this process may no longer write. */
  guard: () => void
}

const GONE_ATTEMPTS = 50
const GONE_PAUSE_MS = 200
const TAKE_OVER_ATTEMPTS = 5
const NEW_KIND_ATTEMPTS = 15
const NEW_KIND_PAUSE_MS = 200

/** Creates, updates or replaces an object; returns it as the server has it now. */
export async function writeObject(write: Write): Promise<KubeObject> {
  const { operation } = write
  // Nobody could judge it beforehand, and that may have been because it could not be read.
  if (operation.action === 'update' && !operation.validated) await requireNotForeign(write)
  if (operation.recreate) return recreate(write)
  if (operation.action === 'replace') return replace(write)
  await takeOver(write)
  for (let attempt = 1; ; attempt++) {
    write.guard()
    try {
      return await write.api.apply(operation.id, write.text, { validate: write.validate, force: true })
    } catch (error) {
      // A kind that this sync has just defined is served a moment after it was established.
      const isNew = error instanceof AppError && error.reason === 'kind_unknown' && !operation.validated
      if (!isNew || attempt === NEW_KIND_ATTEMPTS) throw error
      await delay(NEW_KIND_PAUSE_MS)
    }
  }
}

/**
 * Throws CONFLICT `owned_by_other` for another deployment's object, and `namespace_not_allowed` for a namespace without our mark: with it
 * went everything in it.
 */
async function requireNotForeign({ api, operation, deploymentId }: Write): Promise<void> {
  const live = await api.get(operation.id)
  const owner = live && ownerOf(live)
  if (live === null || owner === deploymentId) return
  if (owner !== null)
    throw new AppError('CONFLICT', { reason: 'owned_by_other', params: { object: objectLabel(operation.id) } })
  if (isNamespace(operation.id))
    throw new AppError('CONFLICT', { reason: 'namespace_not_allowed', params: { namespace: operation.id.name } })
}

/** PUT instead of apply; afterwards the fields belong to our apply entry, so that what Git drops later is removed. */
async function replace(write: Write): Promise<KubeObject> {
  const { api, operation, text, validate } = write
  write.guard()
  const object = await api.replace(operation.id, text, { validate })
  const managedFields = foldUpdates(object.metadata.managedFields ?? [])
  if (managedFields === null) return object
  write.guard()
  const { resourceVersion } = object.metadata
  return api.mergePatch(operation.id, { metadata: { resourceVersion, managedFields } })
}

/**
 * Makes the fields of former managers ours and drops kubectl's copy of the manifest, before the apply that then removes what Git does not
 * state. The resource version tells whether somebody wrote meanwhile; then the object is looked at again.
 */
async function takeOver({ api, operation, guard, adopted }: Write): Promise<void> {
  let live = adopted
  for (let attempt = 1; ; attempt++) {
    const managedFields = live && takenOver(live)
    if (live === null || managedFields === null) return
    const { resourceVersion } = live.metadata
    const annotations = { [LAST_APPLIED_ANNOTATION]: null }
    guard()
    try {
      await api.mergePatch(operation.id, { metadata: { resourceVersion, managedFields, annotations } })
      return
    } catch (error) {
      const hasMoved = error instanceof AppError && error.reason === 'version_changed'
      if (!hasMoved || attempt === TAKE_OVER_ATTEMPTS) throw error
      live = await api.get(operation.id)
    }
  }
}

/** Deletes the object, waits until it is gone and makes it again: only for fields that cannot be changed, and only when asked for. */
async function recreate(write: Write): Promise<KubeObject> {
  const { api, operation, text, validate, propagation } = write
  const live = await api.get(operation.id)
  if (live) {
    write.guard()
    await api.delete(operation.id, { propagation, ...(live.metadata.uid ? { uid: live.metadata.uid } : {}) })
    await untilGone(api, operation.id)
  }
  write.guard()
  return api.apply(operation.id, text, { validate, force: true })
}

async function untilGone(api: KubeApi, id: ResourceId): Promise<void> {
  for (let attempt = 1; attempt <= GONE_ATTEMPTS; attempt++) {
    const live = await api.get(id)
    if (live === null) return
    if (attempt === GONE_ATTEMPTS) {
      const finalizers = (live.metadata.finalizers ?? []).join(', ')
      throw new AppError('TIMEOUT', { reason: 'delete_stuck', params: finalizers ? { finalizers } : {} })
    }
    await delay(GONE_PAUSE_MS)
  }
}

export type Deletion =
  | { state: 'gone' }
  /** Accepted; the object is still there, with what it waits for. */
  | { state: 'waiting'; finalizers: string }
  /** It is not ours any more. */
  | { state: 'released' }

/** Deletes an object that is still ours, asked afresh; its uid guards against a namesake that was made meanwhile. */
export async function deleteObject(
  write: Omit<Write, 'text' | 'validate' | 'operation' | 'adopted'> & { id: ResourceId },
): Promise<Deletion> {
  const { api, id, propagation, deploymentId } = write
  const live = await api.get(id)
  if (live === null) return { state: 'gone' }
  if (ownerOf(live) !== deploymentId || (live.metadata.ownerReferences ?? []).length > 0) return { state: 'released' }
  if (live.metadata.deletionTimestamp === undefined) {
    write.guard()
    await api.delete(id, { propagation, ...(live.metadata.uid ? { uid: live.metadata.uid } : {}) })
  }
  const held = await api.get(id)
  if (held) await releaseHook(api, id, held)
  const left = held?.metadata.finalizers?.includes(HOOK_FINALIZER) ? await api.get(id) : held
  if (left === null || left.metadata.uid !== live.metadata.uid) return { state: 'gone' }
  return { state: 'waiting', finalizers: (left.metadata.finalizers ?? []).join(', ') }
}
