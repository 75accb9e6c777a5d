'use client'
import { UnfoldVertical } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { diffLines, foldRows, type DiffRow, type DiffSide } from './line-diff.ts'
import { useMedia, WIDE } from './use-media.ts'

export type TextDiffProps = {
  before: string
  after: string
  /** What each text is: "지금", "저장 후". */
  labels: { before: string; after: string }
  /** Side by side where there is room (the default), or one below the other. */
  layout?: 'split' | 'unified'
  /** Height and frame of the box that scrolls. */
  className?: string
}

type Layout = 'split' | 'unified'

/**
 * Two texts line by line: red goes away, green comes, and a sign says the same without colour. What is far from a change is folded.
 * Narrow screens show one text below the other.
 */
export function TextDiff({ before, after, labels, layout = 'split', className }: TextDiffProps) {
  const t = useTranslations('common.diff')
  const wide = useMedia(WIDE)
  const blocks = useMemo(() => foldRows(diffLines(before, after)), [before, after])
  const shown: Layout = layout === 'split' && wide ? 'split' : 'unified'
  return (
    <section
      aria-label={t('label', labels)}
      // A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={cn('overflow-auto rounded-sm border border-line bg-surface', className)}
    >
      <table className="w-full table-fixed border-collapse font-mono text-xs leading-5">
        <DiffHead labels={labels} layout={shown} />
        {blocks.map(({ kind, rows }, index) =>
          kind === 'fold' ? (
            <Fold key={index} rows={rows} layout={shown} />
          ) : (
            <tbody key={index}>
              <Rows rows={rows} layout={shown} />
            </tbody>
          ),
        )}
      </table>
    </section>
  )
}

const NUMBER = 'w-11 px-2 text-right text-fg-3 tnum select-none align-top'
const SIGN = 'w-5 text-center select-none align-top'

function DiffHead({ labels, layout }: { labels: TextDiffProps['labels']; layout: Layout }) {
  const t = useTranslations('common.diff')
  const number = (label: string) => (
    <th scope="col" className={NUMBER}>
      <span className="sr-only">{t('lineOf', { label })}</span>
    </th>
  )
  const sign = (
    <th scope="col" className={SIGN}>
      <span className="sr-only">{t('sign')}</span>
    </th>
  )
  const text = (words: ReactNode) => (
    <th scope="col" className="px-2 py-1 font-sans font-medium text-fg-2">
      {words}
    </th>
  )
  return (
    <thead className="sticky top-0 layer-sticky border-b border-line bg-sunken">
      <tr>
        {number(labels.before)}
        {layout === 'split' ? (
          <>
            {sign}
            {text(labels.before)}
            {number(labels.after)}
            {sign}
            {text(labels.after)}
          </>
        ) : (
          <>
            {number(labels.after)}
            {sign}
            {text(
              <>
                <span className="text-bad">− {labels.before}</span>{' '}
                <span className="ml-3 text-ok">+ {labels.after}</span>
              </>,
            )}
          </>
        )}
      </tr>
    </thead>
  )
}

function Fold({ rows, layout }: { rows: readonly DiffRow[]; layout: Layout }) {
  const t = useTranslations('common.diff')
  const [open, setOpen] = useState(false)
  return (
    <tbody>
      {open ? (
        <Rows rows={rows} layout={layout} />
      ) : (
        <tr className="border-y border-line bg-sunken">
          <td colSpan={layout === 'split' ? 6 : 4} className="p-0">
            <button
              type="button"
              onClick={() => setOpen(true)}
              className="flex w-full items-center gap-2 px-3 py-1 font-sans text-xs text-fg-2 hover:bg-hover hover:text-fg"
            >
              <Icon as={UnfoldVertical} className="size-3.5 text-fg-3" />
              {t('unfold', { count: rows.length })}
            </button>
          </td>
        </tr>
      )}
    </tbody>
  )
}

function Rows({ rows, layout }: { rows: readonly DiffRow[]; layout: Layout }) {
  if (layout === 'split')
    return rows.map((row, index) => (
      <tr key={index}>
        <Half side={row.before} change={row.kind === 'same' ? 'same' : 'del'} />
        <Half side={row.after} change={row.kind === 'same' ? 'same' : 'add'} />
      </tr>
    ))
  return inGroups(rows).map((row, index) => <UnifiedRow key={index} {...row} />)
}

type Change = 'same' | 'del' | 'add'
const SIGNS: Record<Change, string> = { same: '', del: '−', add: '+' }
const BACKGROUNDS: Record<Change, string> = { same: '', del: 'bg-del-bg', add: 'bg-add-bg' }
const MARKS: Record<Change, string> = { same: '', del: 'bg-del-mark', add: 'bg-add-mark' }
const SIGN_TONES: Record<Change, string> = { same: '', del: 'text-bad', add: 'text-ok' }

/** Keeps the height of a row whose line is on the other side only. */
const NO_LINE = '\u00a0'

function Half({ side, change }: { side: DiffSide | null; change: Change }) {
  if (side === null)
    return (
      <td colSpan={3} className="bg-sunken">
        {NO_LINE}
      </td>
    )
  return (
    <>
      <td className={cn(NUMBER, BACKGROUNDS[change], change !== 'same' && 'text-fg-2')}>{side.line}</td>
      <Line side={side} change={change} />
    </>
  )
}

function Line({ side, change }: { side: DiffSide; change: Change }) {
  return (
    <>
      <td className={cn(SIGN, BACKGROUNDS[change], SIGN_TONES[change])}>{SIGNS[change]}</td>
      <td className={cn('px-2 whitespace-pre-wrap anywhere', BACKGROUNDS[change])}>
        <MarkedText side={side} className={MARKS[change]} />
      </td>
    </>
  )
}

type Unified = { change: Change; before: DiffSide | null; after: DiffSide | null }

/** One below the other: of lines that changed together, those that go stand above those that come. */
function inGroups(rows: readonly DiffRow[]): Unified[] {
  const all: Unified[] = []
  let come: Unified[] = []
  for (const { kind, before, after } of rows) {
    if (kind === 'same') {
      all.push(...come, { change: 'same', before, after })
      come = []
      continue
    }
    if (before !== null) all.push({ change: 'del', before, after: null })
    if (after !== null) come.push({ change: 'add', before: null, after })
  }
  return [...all, ...come]
}

function UnifiedRow({ change, before, after }: Unified) {
  const side = after ?? before
  if (side === null) return null
  const number = cn(NUMBER, BACKGROUNDS[change], change !== 'same' && 'text-fg-2')
  return (
    <tr>
      <td className={number}>{before?.line}</td>
      <td className={number}>{after?.line}</td>
      <Line side={side} change={change} />
    </tr>
  )
}

function MarkedText({ side: { text, marks }, className }: { side: DiffSide; className: string }) {
  const pieces: ReactNode[] = []
  let shown = 0
  for (const { start, end } of marks) {
    pieces.push(
      text.slice(shown, start),
      <mark key={start} className={cn('rounded-xs text-fg', className)}>
        {text.slice(start, end)}
      </mark>,
    )
    shown = end
  }
  return (
    <>
      {pieces}
      {text.slice(shown)}
    </>
  )
}
