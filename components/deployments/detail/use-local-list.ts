'use client'
import { useMemo, useState } from 'react'
import { listQuery, type ListParams, type ListShape } from '#components/patterns/list-params.ts'
import type { ListState } from '#components/patterns/use-list-params.ts'

/** The state of a list inside a tab: like `useListParams`, but not in the URL, which belongs to the page. */
export function useLocalList(shape: ListShape, pageSize: number): ListState {
  const start = useMemo<ListParams>(
    () => ({
      ...{ page: 1, pageSize, search: '', sort: shape.defaultSort, direction: shape.defaultDirection },
      ...{ filters: {}, hidden: [] },
    }),
    [shape, pageSize],
  )
  const [params, setParams] = useState(start)
  return {
    params,
    query: listQuery(params, shape),
    set: (change) =>
      setParams((before) => {
        const filters = Object.entries({ ...before.filters, ...change.filters }).filter(
          ([, value]) => value !== undefined,
        )
        return { ...before, page: 1, ...change, filters: Object.fromEntries(filters) as Record<string, string> }
      }),
    hideable: [],
    clear: () => setParams(start),
    filtered: params.search !== '' || Object.keys(params.filters).length > 0,
  }
}
