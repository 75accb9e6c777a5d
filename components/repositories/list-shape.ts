import type { ListShape } from '#components/patterns/list-params.ts'

/** What the list of code repositories keeps in the URL. */
export const REPOSITORY_LIST: ListShape = {
  sorts: ['name', 'createdAt'],
  defaultSort: 'createdAt',
  defaultDirection: 'desc',
  hideable: ['provider', 'usedBy', 'createdAt'],
}
