/** Two texts, line by line: which lines go, which come, and what changed inside of a line. Pure. */
import { diffArrays, diffWordsWithSpace } from 'diff'

/** A stretch of a line, in characters; `end` is not part of it. */
export type Mark = { start: number; end: number }
export type DiffSide = {
  /** Counted from 1. */
  line: number
  text: string
  /** What differs from the line opposite; empty when the whole line does. */
  marks: readonly Mark[]
}
/** A line of before beside its line of after; null where the other text has none. */
export type DiffRow = { kind: 'same' | 'changed'; before: DiffSide | null; after: DiffSide | null }

/** Rows that are shown, and runs of equal rows that are far from any change. */
export type DiffBlock = { kind: 'rows' | 'fold'; rows: readonly DiffRow[] }

/** Steps after which a comparison gives up: two texts with nothing in common are then one replacement. */
const MOST_EDITS = 2_000
/** A line longer than this is compared as a whole. */
const LONGEST_MARKED = 400
/** Lines of which less than this share is common have changed as a whole; marks would be confetti. */
const LEAST_COMMON = 0.3

const linesOf = (text: string): string[] => {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** The lines of both texts in order, by the shortest edit (Myers). An end of line at the end of the text is no line. */
export function diffLines(before: string, after: string): DiffRow[] {
  const [old, young] = [linesOf(before), linesOf(after)]
  const changes = diffArrays(old, young, { maxEditLength: MOST_EDITS }) ?? [
    { value: old, added: false, removed: true },
    { value: young, added: true, removed: false },
  ]
  const rows: DiffRow[] = []
  let [oldLine, youngLine] = [1, 1]
  let gone: string[] = []
  const pair = (come: readonly string[]) => {
    for (let index = 0; index < Math.max(gone.length, come.length); index += 1)
      rows.push(changedRow(at(gone, index, oldLine), at(come, index, youngLine)))
    oldLine += gone.length
    youngLine += come.length
    gone = []
  }
  for (const { value, added, removed } of changes) {
    if (removed) gone = value
    else if (added) pair(value)
    else {
      pair([])
      for (const text of value)
        rows.push({
          kind: 'same',
          before: { line: oldLine++, text, marks: [] },
          after: { line: youngLine++, text, marks: [] },
        })
    }
  }
  pair([])
  return rows
}

function at(texts: readonly string[], index: number, first: number): DiffSide | null {
  const text = texts[index]
  return text === undefined ? null : { line: first + index, text, marks: [] }
}

function changedRow(before: DiffSide | null, after: DiffSide | null): DiffRow {
  if (before === null || after === null) return { kind: 'changed', before, after }
  const marks = marksOf(before.text, after.text)
  return { kind: 'changed', before: { ...before, marks: marks.before }, after: { ...after, marks: marks.after } }
}

function marksOf(before: string, after: string): { before: Mark[]; after: Mark[] } {
  const marks = { before: [] as Mark[], after: [] as Mark[] }
  if (Math.max(before.length, after.length) > LONGEST_MARKED) return marks
  let [oldAt, youngAt, common] = [0, 0, 0]
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    if (removed) marks.before.push({ start: oldAt, end: oldAt + value.length })
    if (added) marks.after.push({ start: youngAt, end: youngAt + value.length })
    if (!added && !removed) common += value.trim().length
    if (!added) oldAt += value.length
    if (!removed) youngAt += value.length
  }
  return common < LEAST_COMMON * Math.min(before.trim().length, after.trim().length) ? { before: [], after: [] } : marks
}

/** Puts runs of equal rows that have more than `context` rows to the next change into folds. A fold of one row would save nothing. */
export function foldRows(rows: readonly DiffRow[], context = 3): DiffBlock[] {
  const near = new Uint8Array(rows.length)
  for (const [index, row] of rows.entries())
    if (row.kind === 'changed') near.fill(1, Math.max(0, index - context), index + context + 1)
  const blocks: { kind: DiffBlock['kind']; rows: DiffRow[] }[] = []
  for (const [index, row] of rows.entries()) {
    const kind = near[index] === 1 ? 'rows' : 'fold'
    const last = blocks.at(-1)
    if (last?.kind === kind) last.rows.push(row)
    else blocks.push({ kind, rows: [row] })
  }
  return blocks.map((block) => (block.kind === 'fold' && block.rows.length === 1 ? { ...block, kind: 'rows' } : block))
}

/** How many lines come and go. */
export function countChanges(rows: readonly DiffRow[]): { added: number; removed: number } {
  const changed = rows.filter(({ kind }) => kind === 'changed')
  return {
    added: changed.filter(({ after }) => after !== null).length,
    removed: changed.filter(({ before }) => before !== null).length,
  }
}
