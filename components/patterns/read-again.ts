/** Makes queries stale and reads those again that are shown. */
import type { QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * Invalidates what matches. A query's very first read that is under way now is followed by another one: the library goes on waiting for
 * it, but what it answers may be from before the change.
 */
export function readAgain(queries: QueryClient, filters: QueryFilters = {}): void {
  const first = queries
    .getQueryCache()
    .findAll(filters)
    .filter(({ state }) => state.data === undefined && state.fetchStatus === 'fetching')
  void queries.invalidateQueries(filters)
  for (const query of first) {
    const again = () => void queries.invalidateQueries({ queryKey: query.queryKey, exact: true })
    query.promise?.then(again, again)
  }
}

/** Waits for the queries that are shown to be read again, joining reads that are under way. False when one of them failed; never throws. */
export const readAgainShown = (queries: QueryClient): Promise<boolean> =>
  queries.refetchQueries({ type: 'active' }, { cancelRefetch: false, throwOnError: true }).then(
    () => true,
    () => false,
  )
