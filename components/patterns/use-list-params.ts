'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { PAGE_SIZES } from '#lib/core/page.ts'

export type Direction = 'asc' | 'desc'

/** What a list allows in its URL. Define it once outside of the component. */
export type ListShape = {
  sorts: readonly string[]
  defaultSort: string
  defaultDirection: Direction
  /** Names of the filters and the values each allows; an empty list allows any text. */
  filters?: Record<string, readonly string[]>
}

export type ListParams = {
  page: number
  pageSize: number
  search: string
  sort: string
  direction: Direction
  filters: Record<string, string>
}

export type ListState = {
  params: ListParams
  /** The parameters as a query string without defaults: the key of a request. */
  query: string
  /** Changes some of them; anything but a page change goes back to page 1. */
  set: (change: Partial<Omit<ListParams, 'filters'>> & { filters?: Record<string, string | undefined> }) => void
  /** Search and every filter back to nothing. */
  clear: () => void
  filtered: boolean
}

/** Reads the list's parameters from any query string; what the shape does not allow becomes the default. */
export function parseListParams(source: URLSearchParams, shape: ListShape): ListParams {
  const page = Number(source.get('page') ?? 1)
  const pageSize = Number(source.get('pageSize') ?? PAGE_SIZES[0])
  const sort = source.get('sort') ?? shape.defaultSort
  const direction = source.get('direction')
  const filters: Record<string, string> = {}
  for (const [name, values] of Object.entries(shape.filters ?? {})) {
    const value = source.get(name)
    if (value !== null && value !== '' && (values.length === 0 || values.includes(value))) filters[name] = value
  }
  return {
    page: Number.isInteger(page) && page > 0 && page <= 100_000 ? page : 1,
    pageSize: (PAGE_SIZES as readonly number[]).includes(pageSize) ? pageSize : PAGE_SIZES[0],
    search: (source.get('search') ?? '').slice(0, 100),
    sort: shape.sorts.includes(sort) ? sort : shape.defaultSort,
    direction: direction === 'asc' || direction === 'desc' ? direction : shape.defaultDirection,
    filters,
  }
}

/** The parameters as a query string, without those that have their default. */
export function listQuery(params: ListParams, shape: ListShape): string {
  const target = new URLSearchParams()
  if (params.search !== '') target.set('search', params.search)
  for (const name of Object.keys(shape.filters ?? {})) {
    const value = params.filters[name]
    if (value !== undefined) target.set(name, value)
  }
  if (params.sort !== shape.defaultSort || params.direction !== shape.defaultDirection) {
    target.set('sort', params.sort)
    target.set('direction', params.direction)
  }
  if (params.page !== 1) target.set('page', String(params.page))
  if (params.pageSize !== PAGE_SIZES[0]) target.set('pageSize', String(params.pageSize))
  return target.toString()
}

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
      const query = listQuery({ ...params, page: 1, ...change, filters }, shape)
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
    filtered: params.search !== '' || Object.keys(params.filters).length > 0,
  }
}
