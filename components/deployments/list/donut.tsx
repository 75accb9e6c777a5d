import type { Tone } from '#components/ui/badge.tsx'

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

/** The parts that are there, each with its length and where it starts on the ring. */
function arcsOf(parts: readonly DonutPart[], total: number) {
  const present = parts.filter(({ count }) => count > 0)
  const gap = present.length > 1 ? GAP : 0
  return present.map(({ key, tone, count }, index) => {
    const before = present.slice(0, index).reduce((sum, part) => sum + part.count, 0)
    return { key, tone, length: Math.max(0.5, (count / total) * RING - gap), start: (before / total) * RING }
  })
}

/**
 * A ring of parts around the total, beginning at the top. SVG attributes only, because a style attribute would be dropped. For eyes: the
 * numbers stand beside it as words.
 */
export function Donut({ parts, total }: { parts: readonly DonutPart[]; total: number }) {
  const ring = { cx: 20, cy: 20, r: RADIUS, fill: 'none', strokeWidth: 4 }
  return (
    <svg aria-hidden viewBox="0 0 40 40" className="size-14 shrink-0">
      <circle {...ring} className="stroke-active" />
      {arcsOf(parts, total).map(({ key, tone, length, start }) => (
        <circle
          key={key}
          {...ring}
          strokeDasharray={`${length} ${RING - length}`}
          strokeDashoffset={RING / 4 - start}
          className={STROKES[tone]}
        />
      ))}
      <text x="20" y="23.5" textAnchor="middle" className="tnum fill-fg text-[10px] font-semibold">
        {total}
      </text>
    </svg>
  )
}
