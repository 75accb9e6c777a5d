/** A webhook is a secret and an address: both are made together, the secret may be renewed, and removing it makes the address unknown. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { encryptSecret } from '#lib/crypto/secrets.ts'
import { findRepositoryId } from '#lib/features/repositories/public.ts'
import type { changeWebhookSchema } from './schema.ts'
import type { NewSecret } from './types.ts'
import { webhookUrl } from './webhook.ts'

type Change = z.output<typeof changeWebhookSchema>

/** 256 bits in letters that every host's form takes. */
const newSecret = (): string => randomBytes(32).toString('base64url')

const seal = (secret: string, id: string): string =>
  encryptSecret(secret, { table: 'RepositoryWebhook', id, column: 'secret' })

const changed = (): AppError => new AppError('CONFLICT', { reason: 'version_changed' })

async function repositoryIdOf(work: Work, scope: DevopsScope, name: string): Promise<string> {
  const id = await findRepositoryId(work.tx, scope, name)
  if (!id) throw new AppError('NOT_FOUND')
  return id
}

/**
 * Gives the repository a webhook (version 0), or its webhook another secret; the one before proves nothing any more. The answer is the only
 * time that the secret is told. Throws NOT_FOUND, or CONFLICT `version_changed` when somebody else has changed it since.
 */
export async function renewWebhookIn(work: Work, scope: DevopsScope, { name, version }: Change): Promise<NewSecret> {
  const repositoryId = await repositoryIdOf(work, scope, name)
  const secret = newSecret()
  const id = await (version === 0
    ? addWebhook(work, repositoryId, secret)
    : replaceSecret(work, repositoryId, version, secret))
  await recordAudit(work, scope, {
    action: version === 0 ? 'webhook.create' : 'webhook.renew-secret',
    target: { type: 'repository', id: repositoryId, name },
  })
  return { url: webhookUrl(id), secret, version: version + 1 }
}

async function addWebhook({ tx, actor }: Work, repositoryId: string, secret: string): Promise<string> {
  const id = randomUUID()
  const row = { id, repositoryId, secret: seal(secret, id), secretBy: actor.name }
  const { count } = await tx.repositoryWebhook.createMany({ data: [row], skipDuplicates: true })
  if (count !== 1) throw changed()
  return id
}

async function replaceSecret(
  { tx, actor }: Work,
  repositoryId: string,
  version: number,
  secret: string,
): Promise<string> {
  const present = await tx.repositoryWebhook.findUnique({ where: { repositoryId }, select: { id: true } })
  if (!present) throw changed()
  const { count } = await tx.repositoryWebhook.updateMany({
    where: { id: present.id, version },
    data: { secret: seal(secret, present.id), secretAt: new Date(), secretBy: actor.name, version: { increment: 1 } },
  })
  if (count !== 1) throw changed()
  return present.id
}

/** Removes the webhook with its secret; the same address is never given again. Throws as `renewWebhookIn`. */
export async function removeWebhookIn(work: Work, scope: DevopsScope, { name, version }: Change): Promise<null> {
  const repositoryId = await repositoryIdOf(work, scope, name)
  const { count } = await work.tx.repositoryWebhook.deleteMany({ where: { repositoryId, version } })
  if (count !== 1) throw changed()
  await recordAudit(work, scope, {
    action: 'webhook.remove',
    target: { type: 'repository', id: repositoryId, name },
  })
  return null
}
