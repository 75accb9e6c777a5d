/** Days of the calendar as moments: a day begins when it does where the person is. Pure. */

const DAY_MS = 24 * 3600 * 1000

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. The Swedish way of writing a time is ISO 8601's. */
function aheadAt(at: number, zone: string): number {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  return Date.parse(`${text.replace(' ', 'T')}Z`) - at
}

/** The first moment of a day (`2026-11-25`) in a zone. */
export function startOfDay(day: string, zone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const guess = midnight - aheadAt(midnight, zone)
  // The clock may have been changed between the two moments.
  return new Date(midnight - aheadAt(guess, zone))
}

/** The first moment after a day. */
export const endOfDay = (day: string, zone: string): Date =>
  startOfDay(new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10), zone)

/** True for a zone whose clock is known. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
