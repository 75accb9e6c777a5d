import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countChanges, diffLines, foldRows, type DiffRow } from './line-diff.ts'

const short = (rows: readonly DiffRow[]) =>
  rows.map(({ kind, before, after }) => `${kind === 'same' ? '=' : '!'} ${before?.text ?? ''}|${after?.text ?? ''}`)

const text = fc.array(fc.constantFrom('a', 'b', 'c: 1', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))

describe('the difference of two texts', () => {
  it('sets a changed line beside the one it became, and an added one beside nothing', () => {
    expect(short(diffLines('a: 1\nb: 2\n', 'a: 1\nb: 3\nc: 4\n'))).toEqual(['= a: 1|a: 1', '! b: 2|b: 3', '! |c: 4'])
  })

  it('marks what changed inside of a line', () => {
    const [row] = diffLines('image: web:1.0', 'image: web:1.1')
    const marked = (side: DiffRow['before'], { start, end }: { start: number; end: number }) =>
      side?.text.slice(start, end)
    expect(row?.before?.marks.map((mark) => marked(row.before, mark))).toEqual(['0'])
    expect(row?.after?.marks.map((mark) => marked(row.after, mark))).toEqual(['1'])
  })

  it('marks nothing where hardly anything is common', () => {
    const [row] = diffLines('replicas', 'name: open-podcasts')
    expect(row?.before?.marks).toEqual([])
    expect(row?.after?.marks).toEqual([])
  })

  it('sees no difference in how lines end, nor in whether the last one does', () => {
    expect(countChanges(diffLines('a\r\nb\r\n', 'a\nb'))).toEqual({ added: 0, removed: 0 })
  })

  it('has every line of both texts once, in order', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const rows = diffLines(before, after)
        for (const [side, whole] of [
          ['before', before],
          ['after', after],
        ] as const) {
          const sides = rows.flatMap((row) => row[side] ?? [])
          expect(sides.map(({ line }) => line)).toEqual(sides.map((_, index) => index + 1))
          expect(sides.map((one) => one.text).join('\n')).toBe(whole.replace(/\n$/, ''))
        }
      }),
    )
  })

  it('gives up on texts with nothing in common, and still shows both', () => {
    const many = (letter: string) => Array.from({ length: 5_000 }, (_, index) => `${letter}${index}`).join('\n')
    expect(countChanges(diffLines(many('a'), many('b')))).toEqual({ added: 5_000, removed: 5_000 })
  })
})

describe('folding', () => {
  const rows = diffLines(
    Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n'),
    Array.from({ length: 20 }, (_, index) => (index === 10 ? 'other' : `line ${index}`)).join('\n'),
  )

  it('keeps the rows around a change', () => {
    expect(foldRows(rows, 3).map(({ kind, rows: inside }) => [kind, inside.length])).toEqual([
      ['fold', 7],
      ['rows', 7],
      ['fold', 6],
    ])
  })

  it('folds everything of two equal texts, and never one row alone', () => {
    expect(foldRows(diffLines('a\nb', 'a\nb')).map(({ kind }) => kind)).toEqual(['fold'])
    expect(foldRows(diffLines('a\nb\nc\nd\ne', 'a\nb\nc\nd\nx')).map(({ kind }) => kind)).toEqual(['rows', 'rows'])
  })
})
