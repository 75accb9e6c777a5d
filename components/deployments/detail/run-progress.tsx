'use client'
import { useTranslations } from 'use-intl/react'
import type { RunCounts } from '../run-view.ts'

const WIDTH = 1000

/** One bar: done, skipped, failed, moving; SVG attributes, because a style attribute would be dropped. The words below say the same. */
export function RunProgress({ counts, active }: { counts: RunCounts; active: boolean }) {
  const t = useTranslations('deployments.run')
  const { total, done, skipped, failed, running, waiting } = counts
  const unit = WIDTH / total
  const [skippedFrom, failedFrom] = [done * unit, (done + skipped) * unit]
  return (
    <div className="px-4 pb-3">
      <svg aria-hidden viewBox={`0 0 ${WIDTH} 6`} preserveAspectRatio="none" className="h-1.5 w-full rounded-xs">
        <rect width={WIDTH} height="6" className="fill-active" />
        <rect width={done * unit} height="6" className="fill-ok" />
        <rect x={skippedFrom} width={skipped * unit} height="6" className="fill-control" />
        <rect x={failedFrom} width={failed * unit} height="6" className="fill-bad" />
        <rect x={failedFrom + failed * unit} width={running * unit} height="6" className="fill-run" />
      </svg>
      <p className="tnum mt-1.5 flex flex-wrap gap-x-4 text-xs text-fg-2" aria-live={active ? 'polite' : 'off'}>
        <span>{t('countDone', { count: done })}</span>
        {skipped === 0 ? null : <span>{t('countSkipped', { count: skipped })}</span>}
        {active ? <span>{t('countRunning', { count: running })}</span> : null}
        {active ? <span>{t('countWaiting', { count: waiting })}</span> : null}
        <span className={failed === 0 ? undefined : 'font-medium text-bad'}>{t('countFailed', { count: failed })}</span>
      </p>
    </div>
  )
}
