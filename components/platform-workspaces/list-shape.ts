import type { ListShape } from '#components/patterns/list-params.ts'

/** What the list of all workspaces keeps in the URL. */
export const WORKSPACE_LIST: ListShape = {
  sorts: ['name', 'createdAt'],
  defaultSort: 'createdAt',
  defaultDirection: 'desc',
  hideable: ['members', 'contents', 'createdAt'],
}
