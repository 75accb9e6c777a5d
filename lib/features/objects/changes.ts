/**
 * Changes of one live object, the same by both ways to it: look and decide, record, then do it. The record stays when the API server
 * refuses: it says what somebody asked for.
 */
import type { AuditAction } from '#lib/core/audited.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope, ProjectScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { objectLabel, resourceIdOf } from '#lib/engine/model/resource.ts'
import type { Found } from './access.ts'
import { replicasOf, requireAct, requireSame, restartPatch, scalePatch } from './acts.ts'
import { dataOf } from './read.ts'
import { isSecret } from './to-detail.ts'
import type { SecretValue } from './types.ts'

type Seen = { uid: string }
export type Scaling = Seen & { from: number; replicas: number }
export type Deletion = Seen & { propagation: 'foreground' | 'background' | 'orphan'; confirmation: string }
export type Revealing = Seen & { key: string }

/** One kind of change. `check` throws why it cannot be; `details` is what the audit row tells besides the object. */
export type Change<Input extends Seen, Answer> = {
  action: AuditAction
  check: (found: Found, input: Input) => void
  details: (input: Input) => Record<string, unknown>
  act: (found: Found, input: Input) => Promise<Answer>
}

/** Throws as the change's `check`, and CONFLICT `version_changed` for a namesake. */
export function checked<Input extends Seen>(change: Change<Input, unknown>, found: Found, input: Input): Found {
  requireSame(found.object, input.uid)
  change.check(found, input)
  return found
}

/** Writes who asked for the change of which object. */
export async function recordChange<Input extends Seen>(
  change: Change<Input, unknown>,
  work: Work,
  scope: ProjectScope | DevopsScope,
  { clusterId, object }: Found,
  input: Input,
): Promise<void> {
  const id = resourceIdOf(object)
  await recordAudit(work, scope, {
    action: change.action,
    target: { type: 'object', id: input.uid, name: objectLabel(id) },
    details: { clusterId, group: id.group, namespace: id.namespace, ...change.details(input) },
  })
}

export const RESTART: Change<Seen, null> = {
  action: 'object.restart',
  check: ({ object }) => requireAct(object, 'restart'),
  details: () => ({}),
  async act({ kube, object }) {
    await kube.mergePatch(resourceIdOf(object), restartPatch(object, new Date()))
    return null
  },
}

export const SCALE: Change<Scaling, null> = {
  action: 'object.scale',
  check({ object }, { from }) {
    requireAct(object, 'scale')
    if (replicasOf(object) !== from) throw new AppError('CONFLICT', { reason: 'version_changed' })
  },
  details: ({ from, replicas }) => ({ from, replicas }),
  async act({ kube, object }, { replicas }) {
    await kube.mergePatch(resourceIdOf(object), scalePatch(object, replicas))
    return null
  },
}

export const DELETE: Change<Deletion, null> = {
  action: 'object.delete',
  check({ object }, { confirmation }) {
    requireAct(object, 'delete')
    if (confirmation !== object.metadata.name)
      throw new AppError('VALIDATION', {
        reason: 'confirmation_mismatch',
        fields: { confirmation: { code: 'mismatch' } },
      })
  },
  details: ({ propagation }) => ({ propagation }),
  async act({ kube, object }, { uid, propagation }) {
    await kube.delete(resourceIdOf(object), { propagation, uid })
    return null
  },
}

export const REVEAL: Change<Revealing, SecretValue> = {
  action: 'secret.reveal',
  check({ object }, { key }) {
    if (!isSecret(object) || !Object.hasOwn(dataOf(object), key)) throw new AppError('NOT_FOUND')
  },
  details: ({ key }) => ({ key }),
  act: ({ object }, { key }) => Promise.resolve(secretValue(key, dataOf(object)[key] ?? '')),
}

/** A value as text where its bytes are text. */
export function secretValue(key: string, base64: string): SecretValue {
  const bytes = Buffer.from(base64, 'base64')
  try {
    return { key, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), base64 }
  } catch {
    return { key, text: null, base64 }
  }
}
