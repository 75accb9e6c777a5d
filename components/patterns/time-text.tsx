'use client'
import { useLocale, useNow, useTimeZone, useTranslations } from 'use-intl/react'
import { cn } from '#components/ui/cn.ts'
import { DEFAULT_TIME_ZONE } from '#lib/i18n/locales.ts'
import { formatClock, formatDateTime, formatZoned, relativeTime } from '#lib/i18n/time.ts'
import { useAtNow } from './clock.ts'

/** `2026-11-22 15:04:08` in the person's zone. */
export function useDateTime(): (at: string) => string {
  const timeZone = useTimeZone() ?? DEFAULT_TIME_ZONE
  return (at) => formatDateTime(new Date(at), timeZone)
}

/** "12초 전", kept current; empty beyond 30 days. */
export function useRelativeTime(at: string): string {
  const t = useTranslations('common.time')
  const timeZone = useTimeZone() ?? DEFAULT_TIME_ZONE
  const firstNow = useNow()
  return useAtNow((now) => {
    const relative = relativeTime(new Date(at), now, timeZone)
    return relative === null ? '' : t(relative.unit, { count: relative.count })
  }, firstNow)
}

export type TimeTextProps = {
  /** ISO 8601; null is said in words. */
  at: string | null
  /** `beside`: absolute with the relative time after it; `hidden`: only in the tooltip. */
  relative?: 'beside' | 'hidden'
  /** What stands there without a time: "없음" by default. */
  empty?: string
  className?: string
}

/** A moment: absolute in the person's zone, relative beside it (only in the tooltip, with the zone, on narrow screens). */
export function TimeText({ at, relative = 'beside', empty, className }: TimeTextProps) {
  const t = useTranslations('common.time')
  if (at === null) return <span className={cn('text-sm text-fg-3', className)}>{empty ?? t('none')}</span>
  return <KnownTime at={at} relative={relative} className={className} />
}

function KnownTime({
  at,
  relative,
  className,
}: {
  at: string
  relative: 'beside' | 'hidden'
  className: string | undefined
}) {
  const absolute = useDateTime()(at)
  const zoned = formatZoned(new Date(at), useTimeZone() ?? DEFAULT_TIME_ZONE)
  const ago = useRelativeTime(at)
  return (
    <span className={cn('tnum text-sm whitespace-nowrap text-fg-2', className)}>
      <time dateTime={at} title={ago === '' ? zoned : `${zoned} · ${ago}`}>
        {absolute}
      </time>
      {relative === 'beside' && ago !== '' ? (
        <span className="ml-2 text-xs text-fg-3 max-wide:hidden">{ago}</span>
      ) : null}
    </span>
  )
}

/** `15:04:08` in the person's zone, for "checked at" beside the live sign. */
export function useClock(): (at: Date) => string {
  const timeZone = useTimeZone() ?? DEFAULT_TIME_ZONE
  return (at) => formatClock(at, timeZone)
}

/** A length of time: "0.4초", "12초", "3분 5초", "2시간 10분"; whole units above ten seconds. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations('common.duration')
  const locale = useLocale()
  return (ms) => {
    const seconds = Math.max(0, ms) / 1000
    if (seconds < 10) return t('seconds', { count: seconds.toLocaleString(locale, { maximumFractionDigits: 1 }) })
    const whole = Math.round(seconds)
    if (whole < 60) return t('seconds', { count: whole })
    if (whole < 3600) return t('minutes', { minutes: Math.floor(whole / 60), seconds: whole % 60 })
    return t('hours', { hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) })
  }
}
