import { expect, test } from 'vitest'
import { endOfDay, isTimeZone, startOfDay } from './days.ts'

test.each([
  ['2026-11-26', 'Asia/Seoul', '2026-11-25T15:00:00.000Z', '2026-11-26T15:00:00.000Z'],
  ['2026-11-26', 'UTC', '2026-11-26T00:00:00.000Z', '2026-11-27T00:00:00.000Z'],
  ['2026-12-31', 'America/New_York', '2026-12-31T05:00:00.000Z', '2027-01-01T05:00:00.000Z'],
  // The night the clocks go forward has 23 hours.
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
])('%s in %s', (day, zone, from, to) => {
  expect(startOfDay(day, zone).toISOString()).toBe(from)
  expect(endOfDay(day, zone).toISOString()).toBe(to)
})

test('knows zones from what is none', () => {
  expect(isTimeZone('Asia/Seoul')).toBe(true)
  expect(isTimeZone('Mars/Olympus')).toBe(false)
  expect(isTimeZone('"><script>')).toBe(false)
})
