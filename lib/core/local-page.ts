/** Search, filters, order and page of a list that is already here as a whole: in the browser, or read from an API server. Pure. */
import type { Page } from './page.ts'

export type LocalRequest = {
  page: number
  pageSize: number
  search: string
  sort: string
  direction: 'asc' | 'desc'
  filters: Record<string, string>
}

export type LocalList<Row> = {
  /** Text of a row that the search looks at. */
  searchText: (row: Row) => string
  /** Value to sort by, per sort key of the list's shape. */
  sortValue: Record<string, (row: Row) => string | number>
  /** Whether a row passes a filter, per filter of the list's shape. */
  filter?: Record<string, (row: Row, value: string) => boolean>
}

/** One page of the rows that the request asks for; a page beyond the last is the last. */
export function localPage<Row>(rows: readonly Row[], params: LocalRequest, list: LocalList<Row>): Page<Row> {
  const wanted = params.search.trim().toLowerCase()
  const found = rows.filter(
    (row) =>
      (wanted === '' || list.searchText(row).toLowerCase().includes(wanted)) &&
      Object.entries(params.filters).every(([name, value]) => list.filter?.[name]?.(row, value) ?? true),
  )
  const valueOf = list.sortValue[params.sort]
  if (valueOf) {
    const sign = params.direction === 'asc' ? 1 : -1
    found.sort((a, b) => sign * compare(valueOf(a), valueOf(b)))
  }
  const pages = Math.max(1, Math.ceil(found.length / params.pageSize))
  const page = Math.min(params.page, pages)
  const start = (page - 1) * params.pageSize
  return { items: found.slice(start, start + params.pageSize), total: found.length, page, pageSize: params.pageSize }
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { numeric: true })
}
