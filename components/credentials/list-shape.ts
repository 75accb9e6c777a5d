import type { ListShape } from '#components/patterns/list-params.ts'

/** What the list of credentials keeps in the URL. */
export const CREDENTIAL_LIST: ListShape = {
  sorts: ['name', 'createdAt', 'updatedAt'],
  defaultSort: 'createdAt',
  defaultDirection: 'desc',
  hideable: ['usedBy', 'createdAt', 'updatedAt'],
}
