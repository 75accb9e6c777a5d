import type { ListShape } from '#components/patterns/list-params.ts'
import { PLATFORM_ROLES } from '#lib/authz/actor.ts'
import { USER_STATES } from '#lib/features/users/types.ts'

/** What the list of people keeps in the URL. */
export const USER_LIST: ListShape = {
  sorts: ['username', 'lastLoginAt', 'createdAt'],
  defaultSort: 'createdAt',
  defaultDirection: 'desc',
  filters: { role: PLATFORM_ROLES, state: USER_STATES },
  hideable: ['lastLoginAt', 'createdAt'],
}
