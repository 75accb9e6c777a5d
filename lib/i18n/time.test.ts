import { describe, expect, it } from 'vitest'
import { formatClock, formatDateTime, formatZoned, relativeTime } from './time.ts'

const at = (text: string) => new Date(text)

describe('absolute times', () => {
  it('are numeric, 24-hour and in the given zone', () => {
    expect(formatDateTime(at('2026-11-22T06:04:08Z'), 'Asia/Seoul')).toBe('2026-11-22 15:04:08')
    expect(formatDateTime(at('2026-11-22T15:00:00Z'), 'Asia/Seoul')).toBe('2026-11-23 00:00:00')
    expect(formatClock(at('2026-11-22T06:04:08Z'), 'UTC')).toBe('06:04:08')
    expect(formatZoned(at('2026-11-22T06:04:08Z'), 'Asia/Seoul')).toBe('2026-11-22 15:04:08 GMT+9')
    expect(formatZoned(at('2026-11-22T06:04:08Z'), 'Asia/Kolkata')).toBe('2026-11-22 11:34:08 GMT+5:30')
  })
})

describe('relative times', () => {
  const now = at('2026-11-22T06:00:00Z')
  const ago = (seconds: number) => relativeTime(new Date(now.getTime() - seconds * 1000), now, 'Asia/Seoul')

  it('use the largest whole unit', () => {
    expect(ago(2)).toEqual({ unit: 'now', count: 1 })
    expect(ago(12)).toEqual({ unit: 'seconds', count: 12 })
    expect(ago(119)).toEqual({ unit: 'minutes', count: 1 })
    expect(ago(2 * 3600 + 5)).toEqual({ unit: 'hours', count: 2 })
  })

  it('count days by the calendar of the zone', () => {
    expect(relativeTime(at('2026-11-20T15:30:00Z'), at('2026-11-22T14:59:00Z'), 'Asia/Seoul')).toEqual({
      unit: 'yesterday',
      count: 1,
    })
    expect(relativeTime(at('2026-11-20T14:30:00Z'), at('2026-11-22T14:59:00Z'), 'Asia/Seoul')).toEqual({
      unit: 'days',
      count: 2,
    })
  })

  it('say nothing beyond 30 days, and "now" for a clock that runs ahead', () => {
    expect(ago(32 * 86_400)).toBeNull()
    expect(ago(-600)).toEqual({ unit: 'now', count: 1 })
  })
})
