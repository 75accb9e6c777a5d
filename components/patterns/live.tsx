'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { createContext, use, useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { cn } from '#components/ui/cn.ts'
import { useAtNow } from './clock.ts'
import { readAgain, readAgainShown } from './read-again.ts'
import { useClock, useRelativeTime } from './time-text.tsx'
import { openLive, type LiveScope, type LiveState } from './live-connection.ts'

type Live = { state: LiveState; checkedAt: Date | null }

const LiveContext = createContext<Live>({ state: 'connecting', checkedAt: null })

/** State of the live connection of this part of the console. */
export const useLive = (): Live => use(LiveContext)

/**
 * Keeps one event stream open for a DevOps project or a project. An event names what has changed; the queries of that topic are read
 * again. After a gap everything is read again, because events may have been missed.
 */
export function LiveProvider({ scope, children }: { scope: LiveScope; children: ReactNode }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [live, setLive] = useState<Live>({ state: 'connecting', checkedAt: null })
  const key = JSON.stringify(scope)

  // Keeps the stream (an external system) open while this part of the console is shown.
  useEffect(
    () =>
      openLive(JSON.parse(key) as LiveScope, {
        onState: (state) => setLive((before) => ({ ...before, state })),
        onSign: () => setLive((before) => ({ ...before, checkedAt: new Date() })),
        onChange: (topic) => {
          readAgain(queries, { queryKey: [topic] })
          if (topic === 'clusters') router.refresh()
        },
        onMissed: (when) => {
          readAgain(queries)
          // What the server renders is asked for once the queries answer again: a page that fails now would replace what is shown.
          if (when === 'gap') void readAgainShown(queries).then((isRead) => isRead && router.refresh())
        },
      }),
    [key, queries, router],
  )
  return <LiveContext value={live}>{children}</LiveContext>
}

const STALE_MS = 60_000

/** True when nothing has been heard for a minute: statuses are dimmed, not changed. */
export function useIsStale(): boolean {
  const { checkedAt } = useLive()
  return useAtNow((now) => checkedAt !== null && now.getTime() - checkedAt.getTime() > STALE_MS, new Date(0))
}

/** Green dot and the time of the last sign; when the stream is lost, how old the data is. */
export function LiveIndicator() {
  const t = useTranslations('common.live')
  const { state, checkedAt } = useLive()
  const isLive = state === 'live'
  return (
    <output className="flex items-center gap-1.5 text-xs whitespace-nowrap text-fg-2">
      <span aria-hidden className={cn('size-2 rounded-full', isLive ? 'bg-ok' : 'animate-pulse bg-fg-off')} />
      {t(state)}
      {checkedAt === null ? null : (
        <span className="text-fg-3 max-wide:hidden">
          {isLive ? <Checked at={checkedAt} /> : <Age at={checkedAt} />}
        </span>
      )}
    </output>
  )
}

function Checked({ at }: { at: Date }) {
  const t = useTranslations('common.live')
  return t('checked', { time: useClock()(at) })
}

function Age({ at }: { at: Date }) {
  const t = useTranslations('common.live')
  return t('stale', { age: useRelativeTime(at.toISOString()) })
}
