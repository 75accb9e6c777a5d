/** Times as people read them. Pure; numeric fields only, because `dateStyle` differs between Node and browsers. */

const formatters = new Map<string, Intl.DateTimeFormat>()

function fields(date: Date, timeZone: string): Record<Intl.DateTimeFormatPartTypes, string> {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  return Object.fromEntries(formatter.formatToParts(date).map(({ type, value }) => [type, value])) as Record<
    Intl.DateTimeFormatPartTypes,
    string
  >
}

/** `2026-11-22 15:04:08` in the given zone. */
export function formatDateTime(date: Date, timeZone: string): string {
  const part = fields(date, timeZone)
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`
}

const zoneFormatters = new Map<string, Intl.DateTimeFormat>()

/** `2026-11-22 15:04:08 GMT+9`: for whoever compares it with a log in another zone. */
export function formatZoned(date: Date, timeZone: string): string {
  let formatter = zoneFormatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'shortOffset' })
    zoneFormatters.set(timeZone, formatter)
  }
  const zone = formatter.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
  return `${formatDateTime(date, timeZone)} ${zone}`
}

/** `15:04:08` in the given zone. */
export function formatClock(date: Date, timeZone: string): string {
  const part = fields(date, timeZone)
  return `${part.hour}:${part.minute}:${part.second}`
}

export type RelativeTime =
  { unit: 'now' | 'yesterday'; count: 1 } | { unit: 'seconds' | 'minutes' | 'hours' | 'days'; count: number }

const DAY_MS = 86_400_000

/** Days since the epoch of the calendar day that `date` falls on in the given zone. */
function calendarDay(date: Date, timeZone: string): number {
  const part = fields(date, timeZone)
  return Date.UTC(Number(part.year), Number(part.month) - 1, Number(part.day)) / DAY_MS
}

/**
 * How long ago, in the largest whole unit; null beyond 30 days, where only the absolute time helps. A moment in the future
 * (clocks differ) counts as now. "Yesterday" goes by the calendar of the zone, not by 24 hours.
 */
export function relativeTime(date: Date, now: Date, timeZone: string): RelativeTime | null {
  const seconds = Math.floor((now.getTime() - date.getTime()) / 1000)
  if (seconds < 5) return { unit: 'now', count: 1 }
  if (seconds < 60) return { unit: 'seconds', count: seconds }
  if (seconds < 3600) return { unit: 'minutes', count: Math.floor(seconds / 60) }
  if (seconds < 86_400) return { unit: 'hours', count: Math.floor(seconds / 3600) }
  const days = calendarDay(now, timeZone) - calendarDay(date, timeZone)
  if (days <= 1) return { unit: 'yesterday', count: 1 }
  return days <= 30 ? { unit: 'days', count: days } : null
}
