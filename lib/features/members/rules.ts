/** What every change of members obeys, whoever asks. */
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Tx } from '#lib/db/client.ts'
import type { Held, MemberScope } from './membership.ts'

/**
 * One change of members at a time in a workspace and everything inside of it: who is the last admin, and who is still a member of the
 * workspace, stays true until the commit.
 */
export async function lockMembers(tx: Tx, { workspaceId }: Pick<MemberScope, 'workspaceId'>): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS one FROM "Workspace" WHERE "id" = ${workspaceId}::uuid FOR NO KEY UPDATE`
}

/** Throws PRECONDITION `own_membership`: nobody locks themselves out, and nobody raises themselves. */
export function requireOthers(actor: Actor, usernames: readonly string[]): void {
  if (usernames.includes(actor.username)) throw new AppError('PRECONDITION', { reason: 'own_membership' })
}

/** Throws PRECONDITION `member_from_group` with the names: what a group gives would be back at the next log-in, and nobody shall think it gone. */
export function requireByHand(leaving: readonly Held[]): void {
  const names = leaving.filter(({ fromGroup }) => fromGroup).map(({ person }) => person.username)
  if (names.length > 0)
    throw new AppError('PRECONDITION', {
      reason: 'member_from_group',
      params: { names: names.slice(0, 10).join(', ') },
    })
}

/**
 * Before admins of a workspace leave or become less. Throws PRECONDITION `last_workspace_admin` unless another one stays who can sign in.
 * Projects and DevOps projects need none of their own: the workspace's admins are theirs.
 */
export async function requireAdminLeft(tx: Tx, scope: MemberScope, leaving: readonly Held[]): Promise<void> {
  if (scope.kind !== 'workspace' || !leaving.some(({ grant }) => grant.name === 'admin')) return
  const staying = await tx.workspaceMember.count({
    where: {
      workspaceId: scope.workspaceId,
      role: 'admin',
      userId: { notIn: leaving.map(({ person }) => person.id) },
      user: { disabledAt: null },
    },
  })
  if (staying === 0) throw new AppError('PRECONDITION', { reason: 'last_workspace_admin' })
}
