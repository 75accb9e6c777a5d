'use client'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import type { PublicError } from '#lib/core/errors.ts'
import { failureOf, fetchJson } from './fetch-json.ts'

/** What live events and actions make stale; the first part of every query's key. */
export const TOPICS = [
  'deployments',
  'repositories',
  'services',
  'objects',
  'projects',
  'clusters',
  'engine',
  'search',
  'previews',
  // What only a Git host knows: no event tells of it.
  'git',
] as const
export type Topic = (typeof TOPICS)[number]

export type Remote<T> = {
  data: T | undefined
  /** A read is under way; the data shown may be of before. */
  fetching: boolean
  /** The last read failed; `data` is what was known before, if anything. */
  error: PublicError | null
  /** When `data` was read (ms since the epoch, browser clock); 0 for what came with the page. */
  readAt: number
  refresh: () => void
}

/**
 * Reads a JSON route and keeps it fresh: after an action and when a live event names its topic. `initial` is what the server rendered
 * for exactly this URL: it is shown at once and read again, because what changed between rendering and showing was told to nobody; `everyMs` reads it again by the clock, where no event tells of changes. While another URL is read, the data of the one before stays. Null: there is nothing to read yet.
 */
export function useRemote<T>(topic: Topic, url: string | null, initial?: T, everyMs?: number): Remote<T> {
  const query = useQuery<T>({
    queryKey: [topic, url],
    queryFn: url === null ? skipToken : ({ signal }) => fetchJson<T>(url, signal),
    placeholderData: keepPreviousData,
    ...(initial === undefined ? {} : { initialData: initial, initialDataUpdatedAt: 0 }),
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  })
  return {
    data: query.data,
    fetching: query.isFetching,
    error: query.isError ? failureOf(query.error) : null,
    readAt: query.dataUpdatedAt,
    refresh: () => void query.refetch(),
  }
}
