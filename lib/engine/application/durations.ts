/** Durations as Argo CD and Go write them: "5s", "1h30m", or a plain number of seconds. */

const SECONDS_OF_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
}
const DURATION = /^(?:\d+(?:\.\d*)?(?:ns|us|µs|μs|ms|s|m|h))+$/
const PART = /(\d+(?:\.\d*)?)(ns|us|µs|μs|ms|s|m|h)/g

/** Seconds, or null for what is no duration. */
export function parseDuration(value: string | number): number | null {
  if (typeof value === 'number') return value
  if (/^\d+$/.test(value)) return Number(value)
  if (!DURATION.test(value)) return null
  return [...value.matchAll(PART)].reduce(
    (sum, part) => sum + Number(part[1]) * (SECONDS_OF_UNIT[part[2] ?? ''] ?? 0),
    0,
  )
}

/** The shortest text of a number of seconds: "2h", "3m", "90s". */
export function formatDuration(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}
