'use client'
import { useEffect, useState } from 'react'
import { failureOf, RequestFailure } from '#components/patterns/fetch-json.ts'
import type { ActionResult, PublicError } from '#lib/core/errors.ts'
import { append, newer, splitLines, type LogLine } from './log-text.ts'

export type LogState = 'reading' | 'following' | 'ended' | 'failed'
export type Log = { lines: readonly LogLine[]; state: LogState; failure: PublicError | null }

const EMPTY: Log = { lines: [], state: 'reading', failure: null }
/** Between the end of a followed log and the next question for it. */
const PAUSE_MS = 1000
/** Seconds that are read again after an interruption, because clocks differ. */
const OVERLAP_SECONDS = 5

type Reading = { signal: AbortSignal; onLines: (lines: readonly LogLine[]) => void }

/** Reads one answer to its end. Throws `RequestFailure`, or the abort. */
async function readOnce(url: string, { signal, onLines }: Reading): Promise<void> {
  const response = await fetch(url, { signal })
  if (!response.ok) {
    const result = (await response.json()) as ActionResult<never>
    throw new RequestFailure(result.ok ? { code: 'INTERNAL', requestId: '' } : result.error)
  }
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) break
    const split = splitLines(rest + value)
    rest = split.rest
    onLines(split.lines)
  }
  if (rest !== '') onLines(splitLines(`${rest}\n`).lines)
}

const pause = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PAUSE_MS)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

const MOST_SECONDS = 31_536_000

/** The same log from a moment on, a little before the last line. */
function resumed(url: string, last: string): string {
  const [path = '', query] = url.split('?')
  const params = new URLSearchParams(query)
  const seconds = Math.ceil((Date.now() - Date.parse(last)) / 1000) + OVERLAP_SECONDS
  params.set('sinceSeconds', String(Math.min(Math.max(seconds, 1), MOST_SECONDS)))
  return `${path}?${params.toString()}`
}

/**
 * The log at an address. One that is followed is asked for again whenever its answer ends, from the last line on. Mount anew (`key`)
 * for another log.
 */
export function useLog(url: string, follow: boolean): Log {
  const [log, setLog] = useState<Log>(EMPTY)
  // The log of a container is an external system: it is read for as long as it is shown.
  useEffect(() => {
    const gone = new AbortController()
    let last = ''
    const onLines = (lines: readonly LogLine[]) => {
      const fresh = newer(lines, last)
      last = fresh.at(-1)?.at || last
      setLog((before) => ({
        lines: append(before.lines, fresh),
        state: follow ? 'following' : 'reading',
        failure: null,
      }))
    }
    const read = async () => {
      for (;;) {
        await readOnce(last === '' ? url : resumed(url, last), { signal: gone.signal, onLines })
        if (!follow || gone.signal.aborted) break
        await pause(gone.signal)
      }
      if (!gone.signal.aborted) setLog((before) => ({ ...before, state: 'ended' }))
    }
    read().catch((error: unknown) => {
      if (!gone.signal.aborted) setLog((before) => ({ ...before, state: 'failed', failure: failureOf(error) }))
    })
    return () => gone.abort()
  }, [url, follow])
  return log
}
