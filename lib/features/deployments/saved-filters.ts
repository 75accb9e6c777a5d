/** Searches that a person gave a name. They are the person's own: no audit row, nobody else sees them, and every where names both. */
import type { z } from 'zod'
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { toJson } from '#lib/core/json.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { MOST_SAVED_FILTERS, savedFilterSchema, type forgetFilterSchema, type saveFilterSchema } from './schema.ts'
import type { SavedFilter } from './types.ts'

const ownIn = (actor: Actor, scope: DevopsScope) => ({ userId: actor.id, devopsProjectId: scope.devopsProjectId })

/** The person's filters in the order of saving. One that can no longer be read (a status that is gone) is left out. */
export async function findSavedFilters(actor: Actor, scope: DevopsScope): Promise<SavedFilter[]> {
  const rows = await db.savedFilter.findMany({
    where: ownIn(actor, scope),
    orderBy: { createdAt: 'asc' },
    select: { id: true, name: true, filter: true },
  })
  return rows.flatMap(({ filter, ...row }) => {
    const read = savedFilterSchema.safeParse(filter)
    return read.success ? [{ ...row, filter: read.data }] : []
  })
}

/** Keeps a filter; one of the same name is replaced. Throws PRECONDITION `too_many_saved_filters`. */
export async function saveFilterIn(
  tx: Tx,
  actor: Actor,
  scope: DevopsScope,
  { name, filter }: z.output<typeof saveFilterSchema>,
): Promise<null> {
  const own = ownIn(actor, scope)
  const key = { devopsProjectId_userId_name: { ...own, name } }
  await tx.savedFilter.upsert({
    where: key,
    create: { ...own, name, filter: toJson(filter) },
    update: { filter: toJson(filter) },
  })
  if ((await tx.savedFilter.count({ where: own })) > MOST_SAVED_FILTERS)
    throw new AppError('PRECONDITION', { reason: 'too_many_saved_filters', params: { limit: MOST_SAVED_FILTERS } })
  return null
}

/** Forgets a filter. Throws NOT_FOUND, also for somebody else's. */
export async function forgetFilterIn(
  tx: Tx,
  actor: Actor,
  scope: DevopsScope,
  { id }: z.output<typeof forgetFilterSchema>,
): Promise<null> {
  const { count } = await tx.savedFilter.deleteMany({ where: { id, ...ownIn(actor, scope) } })
  if (count === 0) throw new AppError('NOT_FOUND')
  return null
}
