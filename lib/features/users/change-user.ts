/** Changes of an account by those who manage people. Each names the version that its author looked at: of two, one is refused. */
import type { z } from 'zod'
import type { AuditAction } from '#lib/core/audited.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requireAllowed, requireGrantable } from './rules.ts'
import type {
  deleteUserSchema,
  editUserSchema,
  resetPasswordSchema,
  setPlatformRoleSchema,
  setUserStateSchema,
} from './schema.ts'
import type { UserAct } from './types.ts'

type Ref = { username: string; version: number }
type Account = Awaited<ReturnType<typeof findAccount>>

async function findAccount({ tx }: Work, username: string) {
  const account = await tx.user.findUnique({
    where: { username },
    select: { id: true, username: true, platformRole: true, roleProviderId: true, disabledAt: true },
  })
  if (!account) throw new AppError('NOT_FOUND')
  return account
}

/** The account, if the actor may do this with it. Throws NOT_FOUND, FORBIDDEN `admin_role_needed`, PRECONDITION `own_account`. */
async function findChangeable(work: Work, actor: Actor, act: UserAct, username: string): Promise<Account> {
  const account = await findAccount(work, username)
  requireAllowed(actor, act, account)
  return account
}

/**
 * Whether without this account nobody could administrate the platform. The rows of the administrators stay locked until the transaction
 * ends, so that two of them cannot end each other at the same moment.
 */
export async function isLastAdmin(
  { tx }: Work,
  { id, platformRole, disabledAt }: Pick<Account, 'id' | 'platformRole' | 'disabledAt'>,
): Promise<boolean> {
  if (platformRole !== 'platform_admin' || disabledAt !== null) return false
  const admins = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "User" WHERE "platformRole" = 'platform_admin' AND "disabledAt" IS NULL ORDER BY "id" FOR UPDATE`
  return admins.every((admin) => admin.id === id)
}

/** Throws PRECONDITION `last_admin`. */
async function requireAnotherAdmin(work: Work, account: Account): Promise<void> {
  if (await isLastAdmin(work, account)) throw new AppError('PRECONDITION', { reason: 'last_admin' })
}

type Data = Parameters<Work['tx']['user']['updateMany']>[0]['data']

/** Writes over the version that was looked at. Throws CONFLICT `version_changed`. */
async function write({ tx }: Work, { id }: Account, version: number, data: Data): Promise<void> {
  const { count } = await tx.user.updateMany({ where: { id, version }, data: { ...data, version: { increment: 1 } } })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
}

const audit = (work: Work, { id, username }: Account, action: AuditAction, details: Record<string, unknown> = {}) =>
  recordAudit(work, { kind: 'platform' }, { action, target: { type: 'user', id, name: username }, details })

/** Changes e-mail address and description. Throws also CONFLICT `name_taken` at the address. */
export async function editUserIn(
  work: Work,
  actor: Actor,
  { username, version, email, description }: z.output<typeof editUserSchema>,
): Promise<null> {
  const account = await findChangeable(work, actor, 'edit', username)
  await write(work, account, version, { email, description })
  await audit(work, account, 'user.edit', { email, description })
  return null
}

/**
 * Gives another platform role; it counts from the person's next request on, and no group takes it away. Throws PRECONDITION
 * `role_from_group` where a role that a group gave would only be taken until the next log-in.
 */
export async function setPlatformRoleIn(
  work: Work,
  actor: Actor,
  { username, version, platformRole }: z.output<typeof setPlatformRoleSchema>,
): Promise<null> {
  const account = await findChangeable(work, actor, 'role', username)
  requireGrantable(actor, platformRole)
  if (platformRole === 'platform_regular' && account.roleProviderId !== null)
    throw new AppError('PRECONDITION', { reason: 'role_from_group' })
  if (platformRole !== 'platform_admin') await requireAnotherAdmin(work, account)
  await write(work, account, version, { platformRole, roleProviderId: null })
  await audit(work, account, 'user.set-role', { from: account.platformRole, to: platformRole })
  return null
}

/** Keeps a person out, or lets them in again. Sessions that are open end with it. */
export async function setUserStateIn(
  work: Work,
  actor: Actor,
  { username, version, state }: z.output<typeof setUserStateSchema>,
): Promise<null> {
  const account = await findChangeable(work, actor, 'state', username)
  if (state === 'active') await write(work, account, version, { disabledAt: null })
  else {
    await requireAnotherAdmin(work, account)
    await write(work, account, version, { disabledAt: new Date(), sessionVersion: { increment: 1 } })
  }
  await audit(work, account, state === 'active' ? 'user.enable' : 'user.disable')
  return null
}

/** Sets a new password, whose hash is given, and ends every session of the person. */
export async function resetPasswordIn(
  work: Work,
  actor: Actor,
  { username, version, mustChangePassword }: Ref & Pick<z.output<typeof resetPasswordSchema>, 'mustChangePassword'>,
  passwordHash: string,
): Promise<null> {
  const account = await findChangeable(work, actor, 'password', username)
  await write(work, account, version, { passwordHash, mustChangePassword, sessionVersion: { increment: 1 } })
  await audit(work, account, 'user.reset-password', { mustChangePassword })
  return null
}

/** Removes a person with their memberships; what they did keeps their name. Throws VALIDATION when the typed name differs. */
export async function deleteUserIn(
  work: Work,
  actor: Actor,
  { username, version, confirmation }: z.output<typeof deleteUserSchema>,
): Promise<null> {
  if (confirmation !== username)
    throw new AppError('VALIDATION', {
      reason: 'confirmation_mismatch',
      fields: { confirmation: { code: 'mismatch' } },
    })
  const account = await findChangeable(work, actor, 'delete', username)
  await requireAnotherAdmin(work, account)
  const { count } = await work.tx.user.deleteMany({ where: { id: account.id, version } })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await audit(work, account, 'user.delete', { platformRole: account.platformRole })
  return null
}
