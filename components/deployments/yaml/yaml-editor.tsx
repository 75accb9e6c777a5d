'use client'
import { useMemo, useRef, type RefObject } from 'react'
import { cn } from '#components/ui/cn.ts'
import { countLines, lineRange } from './problems.ts'

/** Height of a line in px; the classes below say the same (`leading-5`). */
const LINE_HEIGHT = 20
/** Lines kept above a line that is jumped to. */
const CONTEXT_LINES = 4

type Props = {
  value: string
  onValue?: (value: string) => void
  /** Lines with a problem, counted from 1. */
  marked?: ReadonlySet<number>
  area?: RefObject<HTMLTextAreaElement | null>
  describedBy?: string | undefined
  className?: string
}

/** A plain text area in mono with line numbers: the browser's own editing, undo and search, and no script that needs eval. */
export function YamlEditor({ value, onValue, marked, area, describedBy, className }: Props) {
  const gutter = useRef<HTMLOListElement>(null)
  const lines = useMemo(() => countLines(value), [value])
  return (
    <div
      className={cn(
        'flex overflow-hidden rounded-sm border border-control bg-surface has-focus-visible:outline-2 has-focus-visible:outline-accent',
        className,
      )}
    >
      <ol
        ref={gutter}
        aria-hidden
        className="w-12 shrink-0 overflow-hidden border-r border-line bg-sunken py-2 text-right font-mono text-xs leading-5 text-fg-3 select-none"
      >
        {Array.from({ length: lines }, (_, index) => (
          <li key={index} className={cn('pr-2', marked?.has(index + 1) && 'bg-bad-soft font-semibold text-bad')}>
            {index + 1}
          </li>
        ))}
      </ol>
      <textarea
        ref={area}
        aria-label="YAML"
        aria-describedby={describedBy}
        aria-invalid={marked !== undefined && marked.size > 0 ? true : undefined}
        readOnly={onValue === undefined}
        value={value}
        onChange={(event) => onValue?.(event.target.value)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
        }}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        className="min-w-0 flex-1 resize-none bg-transparent px-3 py-2 font-mono text-xs leading-5 text-fg outline-none"
      />
    </div>
  )
}

/** Puts the cursor on a line, selects it and scrolls it into view. */
export function jumpToLine(area: HTMLTextAreaElement | null, line: number): void {
  if (!area) return
  const { start, end } = lineRange(area.value, line)
  area.focus()
  area.setSelectionRange(start, end)
  area.scrollTop = Math.max(0, (line - 1 - CONTEXT_LINES) * LINE_HEIGHT)
}
