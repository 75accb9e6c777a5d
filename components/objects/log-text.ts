/** The text of a log answer → lines with their times. Pure. */

export type LogLine = { at: string; text: string }

/** Lines that a page keeps; older ones make room. */
export const MOST_LINES = 3000

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d) ?/

/** The node writes each line's time before it; a line without one has none. */
export function parseLine(line: string): LogLine {
  const match = TIME.exec(line)
  if (!match) return { at: '', text: line }
  const [whole, second = '', fraction = '', zone = ''] = match
  // Nanoseconds in full, so that times compare as texts.
  return { at: `${second}.${fraction.slice(1).padEnd(9, '0')}${zone}`, text: line.slice(whole.length) }
}

/** Splits what has come so far into whole lines and the rest. */
export function splitLines(text: string): { lines: LogLine[]; rest: string } {
  const parts = text.split('\n')
  const rest = parts.pop() ?? ''
  return { lines: parts.map(parseLine), rest }
}

/** The kept lines with the new ones after them, at most so many. */
export const append = (kept: readonly LogLine[], lines: readonly LogLine[]): LogLine[] =>
  [...kept, ...lines].slice(-MOST_LINES)

/** Lines that were not told before: after an interruption the last seconds are read again. */
export const newer = (lines: readonly LogLine[], last: string): LogLine[] =>
  last === '' ? [...lines] : lines.filter(({ at }) => at === '' || at > last)

export function matching(lines: readonly LogLine[], search: string): readonly LogLine[] {
  const wanted = search.trim().toLowerCase()
  return wanted === '' ? lines : lines.filter(({ text }) => text.toLowerCase().includes(wanted))
}
