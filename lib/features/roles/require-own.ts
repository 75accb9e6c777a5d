import type { Actor, Scope } from '#lib/authz/actor.ts'
import { exceeding } from '#lib/authz/can.ts'
import type { Permission } from '#lib/authz/permissions.ts'
import { AppError } from '#lib/core/errors.ts'

/**
 * Nobody gives, takes or makes a role that allows more than they may do themselves: by that they could only help themselves to rights.
 * Throws FORBIDDEN `role_exceeds_own`.
 */
export function requireOwn(actor: Actor, permissions: readonly Permission[], scope: Scope): void {
  if (exceeding(actor, permissions, scope).length > 0) throw new AppError('FORBIDDEN', { reason: 'role_exceeds_own' })
}
