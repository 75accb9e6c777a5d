import { describe, expect, test } from 'vitest'
import { cleanLine, cleanLines, LONGEST_LINE } from './log-lines.ts'

const AT = '2026-11-22T06:04:08.123Z '

describe('a line', () => {
  test.each([
    ['colours', '\u001b[1;31merror\u001b[0m: no', 'error: no'],
    ['a title and a link', '\u001b]0;title\u0007a \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', 'a link'],
    ['control characters, but keeps tabs', 'a\u0000\u0007\tb', 'a\tb'],
    ['marks that turn the direction of text', 'a\u202eb\u2066', 'ab'],
    ['a carriage return before its end', 'done\r', 'done'],
    ['what was drawn over, but keeps its time', `${AT}10 %\r20 %`, `${AT}20 %`],
  ])('loses %s', (_, line, shown) => expect(cleanLine(line)).toBe(shown))

  test('that is longer than anybody reads ends with a mark', () => {
    const line = cleanLine('x'.repeat(LONGEST_LINE * 3))
    expect(line).toHaveLength(LONGEST_LINE + 2)
    expect(line.endsWith(' …')).toBe(true)
  })

  test('with markup stays text', () => expect(cleanLine('<script>alert(1)</script>')).toBe('<script>alert(1)</script>'))
})

const bytes = (text: string) => Buffer.from(text, 'utf8')

async function textOf(pieces: readonly Uint8Array[]): Promise<string> {
  let text = ''
  for await (const lines of cleanLines(
    (async function* () {
      yield* pieces
    })(),
  ))
    text += lines
  return text
}

describe('the pieces of a log', () => {
  test('are put together, also inside a letter and inside an escape', async () => {
    const whole = bytes('가나\n\u001b[31mred\u001b[0m\nlast')
    for (let at = 1; at < whole.length; at++)
      expect(await textOf([whole.subarray(0, at), whole.subarray(at)])).toBe('가나\nred\nlast\n')
  })

  test('of a line without an end are not kept', async () => {
    const pieces = Array.from({ length: 50 }, () => bytes('y'.repeat(10_000)))
    const text = await textOf([...pieces, bytes('\nnext\n')])
    expect(text.length).toBeLessThan(LONGEST_LINE + 20)
    expect(text.endsWith(' …\nnext\n')).toBe(true)
  })
})
