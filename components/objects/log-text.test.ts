import { expect, test } from 'vitest'
import { append, matching, MOST_LINES, newer, parseLine, splitLines } from './log-text.ts'

test('the time before a line is taken off, in a form that compares as text', () => {
  expect(parseLine('2026-11-22T06:04:08.12Z ready')).toEqual({ at: '2026-11-22T06:04:08.120000000Z', text: 'ready' })
  expect(parseLine('2026-11-22T06:04:08Z')).toEqual({ at: '2026-11-22T06:04:08.000000000Z', text: '' })
  expect(parseLine('no time')).toEqual({ at: '', text: 'no time' })
})

test('what is not a whole line yet waits', () => {
  expect(splitLines('a\nb')).toEqual({ lines: [{ at: '', text: 'a' }], rest: 'b' })
})

test('lines that were told are not told again', () => {
  const lines = ['2026-11-22T06:04:08.9Z a', '2026-11-22T06:04:08.91Z b', 'c'].map(parseLine)
  expect(newer(lines, lines[0]?.at ?? '').map(({ text }) => text)).toEqual(['b', 'c'])
  expect(newer(lines, '')).toHaveLength(3)
})

test('a page keeps the newest lines, and finds in them', () => {
  const lines = Array.from({ length: MOST_LINES + 5 }, (_, index) => ({ at: '', text: `line ${index}` }))
  const kept = append([], lines)
  expect(kept).toHaveLength(MOST_LINES)
  expect(kept.at(-1)?.text).toBe(`line ${MOST_LINES + 4}`)
  expect(matching(kept, ` LINE ${MOST_LINES}`).map(({ text }) => text)).toEqual([`line ${MOST_LINES}`])
})
