'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { listQuery, listSearch, parseListParams, type ListParams, type ListShape } from './list-params.ts'

export type { ListShape } from './list-params.ts'

export type ListState = {
  params: ListParams
  /** The parameters as a query string without defaults: the key of a request. */
  query: string
  /** Changes some of them; what changes the rows goes back to page 1. */
  set: (change: Partial<Omit<ListParams, 'filters'>> & { filters?: Record<string, string | undefined> }) => void
  /** Search and every filter back to nothing. */
  clear: () => void
  filtered: boolean
  /** Ids of the columns that a person may hide. */
  hideable: readonly string[]
}

const NONE: readonly string[] = []

/**
 * The state of a list, kept in the URL: it survives a reload, the back button and being sent to a colleague. Changing it does not ask
 * the server for the page again; the list itself asks for its rows.
 */
export function useListParams(shape: ListShape): ListState {
  const source = useSearchParams()
  const pathname = usePathname()
  const params = useMemo(() => parseListParams(new URLSearchParams(source), shape), [source, shape])

  const set = useCallback<ListState['set']>(
    (change) => {
      const filters = Object.fromEntries(
        Object.entries({ ...params.filters, ...change.filters }).filter(([, value]) => value !== undefined),
      ) as Record<string, string>
      const page = change.hidden === undefined ? 1 : params.page
      const query = listSearch({ ...params, page, ...change, filters }, shape)
      const url = query === '' ? pathname : `${pathname}?${query}`
      // Typing would fill the history with a step per letter.
      if (change.search === undefined) window.history.pushState(null, '', url)
      else window.history.replaceState(null, '', url)
    },
    [params, pathname, shape],
  )
  const clear = useCallback(
    () =>
      set({
        search: '',
        filters: Object.fromEntries(Object.keys(shape.filters ?? {}).map((name) => [name, undefined])),
      }),
    [set, shape],
  )
  return {
    params,
    query: listQuery(params, shape),
    set,
    clear,
    hideable: shape.hideable ?? NONE,
    filtered: params.search !== '' || Object.keys(params.filters).length > 0,
  }
}
