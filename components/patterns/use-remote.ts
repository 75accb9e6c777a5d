'use client'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import type { PublicError } from '#lib/core/errors.ts'
import { failureOf, fetchJson, RequestFailure } from './fetch-json.ts'

/** What live events and actions make stale; the first part of every query's key. */
export const TOPICS = [
  'deployments',
  'repositories',
  'credentials',
  'services',
  'objects',
  'projects',
  'members',
  'clusters',
  'git-hosts',
  'single-sign-on',
  'audit',
  'engine',
  'search',
  'previews',
  'users',
  'workspaces',
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
  refresh: () => void
}

/** Codes that another try may change. */
const PASSING = new Set(['UPSTREAM', 'TIMEOUT', 'UNAVAILABLE', 'RATE_LIMITED'])
/** Between the end of a failed read and the next try. */
const AGAIN_MS = 5_000

/**
 * Whether a failed read is tried again by the clock. Where nothing is shown yet, the failure itself is, with a button; a Git host that
 * does not answer is not asked again unasked.
 */
const triesAgain = (topic: Topic, { data, error }: { data: unknown; error: unknown }): boolean =>
  topic !== 'git' && data !== undefined && error instanceof RequestFailure && PASSING.has(error.failure.code)

/**
 * Reads a JSON route and keeps it fresh: after an action and when a live event names its topic. `initial` is what the server rendered
 * for exactly this URL: it is shown at once and read again, because what changed between rendering and showing was told to nobody;
 * `everyMs` reads it again by the clock, where no event tells of changes. While another URL is read, the data of the one before stays;
 * a failure is told at once beside what was known, and stays until a read succeeds. Null: there is nothing to read yet.
 */
export function useRemote<T>(topic: Topic, url: string | null, initial?: T, everyMs?: number): Remote<T> {
  const query = useQuery<T>({
    queryKey: [topic, url],
    queryFn: url === null ? skipToken : ({ signal }) => fetchJson<T>(url, signal),
    placeholderData: keepPreviousData,
    ...(initial === undefined ? {} : { initialData: initial, initialDataUpdatedAt: 0 }),
    refetchInterval: ({ state }) => (triesAgain(topic, state) ? AGAIN_MS : (everyMs ?? false)),
  })
  return {
    data: query.data,
    fetching: query.isFetching,
    error: query.isError ? failureOf(query.error) : null,
    refresh: () => void query.refetch(),
  }
}
