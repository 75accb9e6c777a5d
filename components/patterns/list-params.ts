/** Search, filters, order and page of a list as they stand in a URL. Pure. */
import { PAGE_SIZES } from '#lib/core/page.ts'

export type Direction = 'asc' | 'desc'

/** What a list allows in its URL. Define it once outside of the component. */
export type ListShape = {
  sorts: readonly string[]
  defaultSort: string
  defaultDirection: Direction
  /** Names of the filters and the values each allows; an empty list allows any text. */
  filters?: Record<string, readonly string[]>
  /** Columns that a person may hide. */
  hideable?: readonly string[]
}

export type ListParams = {
  page: number
  pageSize: number
  search: string
  sort: string
  direction: Direction
  filters: Record<string, string>
  /** Columns that are not shown. */
  hidden: readonly string[]
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
  const hide = (source.get('hide') ?? '').split(',')
  return {
    page: Number.isInteger(page) && page > 0 && page <= 100_000 ? page : 1,
    pageSize: (PAGE_SIZES as readonly number[]).includes(pageSize) ? pageSize : PAGE_SIZES[0],
    search: (source.get('search') ?? '').slice(0, 100),
    sort: shape.sorts.includes(sort) ? sort : shape.defaultSort,
    direction: direction === 'asc' || direction === 'desc' ? direction : shape.defaultDirection,
    filters,
    hidden: (shape.hideable ?? []).filter((column) => hide.includes(column)),
  }
}

/** What the rows depend on as a query string, without what has its default: the key of a request. */
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

/** Everything that stands in the URL: what the rows depend on, and which columns are hidden. */
export function listSearch(params: ListParams, shape: ListShape): string {
  const query = listQuery(params, shape)
  if (params.hidden.length === 0) return query
  // Names of columns need no escaping, and a comma is easier to read than its code.
  return `${query === '' ? '' : `${query}&`}hide=${params.hidden.join(',')}`
}
