/**
 * Who may do what with whom. Pure. Managing people is a permission below administrating the platform: it must not be a way up. A
 * password, an identity that signs in and a role of an administrator are therefore an administrator's, and so is the rest of the account.
 */
import { can } from '#lib/authz/can.ts'
import type { Actor, PlatformRole } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { USER_ACTS, type UserAct } from './types.ts'

type Asking = Pick<Actor, 'id' | 'platformRole'>
type Target = { id: string; platformRole: PlatformRole }

/** Acts on the own account that could lock its holder out; the own password is changed in the own profile. */
const NEVER_ON_ONESELF: readonly UserAct[] = ['role', 'password', 'state', 'delete']

/** Throws FORBIDDEN `admin_role_needed` where somebody who is no administrator would make one. */
export function requireGrantable(actor: Asking, role: PlatformRole): void {
  if (role === 'platform_admin' && actor.platformRole !== 'platform_admin')
    throw new AppError('FORBIDDEN', { reason: 'admin_role_needed' })
}

/** Throws FORBIDDEN `admin_role_needed` for an administrator's account, PRECONDITION `own_account` for the own one. */
export function requireAllowed(actor: Asking, act: UserAct, target: Target): void {
  requireGrantable(actor, target.platformRole)
  if (target.id === actor.id && NEVER_ON_ONESELF.includes(act))
    throw new AppError('PRECONDITION', { reason: 'own_account' })
}

function isAllowed(actor: Asking, act: UserAct, target: Target): boolean {
  try {
    requireAllowed(actor, act, target)
    return true
  } catch {
    return false
  }
}

/** What the actor may do with the account: what the console offers. */
export const actsOn = (actor: Actor, target: Target): UserAct[] =>
  can(actor, 'platform.users.manage', { kind: 'platform' })
    ? USER_ACTS.filter((act) => isAllowed(actor, act, target))
    : []
