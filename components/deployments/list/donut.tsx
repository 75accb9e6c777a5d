import type { Tone } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'

const STROKES: Record<Tone, string> = {
  ok: 'stroke-ok',
  run: 'stroke-run',
  bad: 'stroke-bad',
  warn: 'stroke-warn',
  miss: 'stroke-miss',
  hold: 'stroke-hold',
  mute: 'stroke-mute',
  accent: 'stroke-accent',
}

export type DonutPart = { key: string; tone: Tone; count: number }

/** Length of the ring in the units of its parts, so that a part's length is its percentage. */
const RING = 100
const RADIUS = RING / (2 * Math.PI)
/** Empty length between two parts. */
const GAP = 1.5

/** A ring of parts around the total; SVG attributes only, because a style attribute would be dropped. For eyes: the numbers stand beside it. */
export function Donut({ parts, total }: { parts: readonly DonutPart[]; total: number }) {
  const present = parts.filter(({ count }) => count > 0)
  const gap = present.length > 1 ? GAP : 0
  let start = 0
  return (
    <svg aria-hidden viewBox="0 0 40 40" className="size-14 shrink-0">
      <circle cx="20" cy="20" r={RADIUS} fill="none" strokeWidth="4" className="stroke-active" />
      {present.map(({ key, tone, count }) => {
        const length = (count / total) * RING
        const offset = RING / 4 - start
        start += length
        return (
          <circle
            key={key}
            cx="20"
            cy="20"
            r={RADIUS}
            fill="none"
            strokeWidth="4"
            strokeDasharray={`${Math.max(0.5, length - gap)} ${RING}`}
            strokeDashoffset={offset}
            className={cn(STROKES[tone])}
          />
        )
      })}
      <text x="20" y="23.5" textAnchor="middle" className="tnum fill-fg text-[10px] font-semibold">
        {total}
      </text>
    </svg>
  )
}
