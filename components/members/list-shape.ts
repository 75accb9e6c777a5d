import type { ListShape } from '#components/patterns/list-params.ts'

/** What the list of members keeps in the URL. Roles that a DevOps project made are any text. */
export const MEMBER_LIST: ListShape = {
  sorts: ['name', 'lastLoginAt'],
  defaultSort: 'name',
  defaultDirection: 'asc',
  filters: { role: [] },
  hideable: ['state', 'lastLoginAt', 'since'],
}

/** The same for readers who see names and roles only. */
export const BASIC_LIST: ListShape = { ...MEMBER_LIST, sorts: ['name'], hideable: [] }
