'use client'
import { useLayoutEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { useDateTime } from '#components/patterns/time-text.tsx'
import type { LogLine } from './log-text.ts'

/** Pixels from the end within which the view stays at the end. */
const NEAR_END = 24

/** Lines of a log; whoever looks at the end keeps looking at the end. */
export function LogLines({ lines, times, label }: { lines: readonly LogLine[]; times: boolean; label: string }) {
  const t = useTranslations('objects.logs')
  const dateTime = useDateTime()
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  // After every render: lines have come, or grew with their times.
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight
  })
  return (
    <div
      ref={box}
      role="log"
      // Every line read out would be noise: the box is read by those who go there.
      aria-live="off"
      aria-label={label}
      // A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END
      }}
      className="h-[52dvh] overflow-y-auto rounded-sm border border-control bg-surface px-3 py-2 font-mono text-xs leading-5"
    >
      {lines.length === 0 ? <p className="font-sans text-fg-3">{t('empty')}</p> : null}
      {lines.map(({ at, text }, index) => (
        <p key={index} className="whitespace-pre-wrap anywhere">
          {times && at !== '' ? <span className="mr-3 text-fg-3 select-none">{dateTime(at)}</span> : null}
          {text}
        </p>
      ))}
    </div>
  )
}
