import { Ban, CircleAlert, Info, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'
import { Icon, type IconType } from '#components/ui/icon.tsx'

export type BannerTone = 'info' | 'warn' | 'bad' | 'blocked' | 'run'

const LOOKS: Record<BannerTone, { icon: IconType; box: string; glyph: string; spinning?: boolean }> = {
  info: { icon: Info, box: 'border-line bg-sunken', glyph: 'text-fg-2' },
  warn: { icon: TriangleAlert, box: 'border-warn-line bg-warn-soft', glyph: 'text-warn' },
  bad: { icon: CircleAlert, box: 'border-bad-line bg-bad-soft', glyph: 'text-bad' },
  blocked: { icon: Ban, box: 'border-bad-line bg-bad-soft', glyph: 'text-bad' },
  run: { icon: LoaderCircle, box: 'border-run-line bg-run-soft', glyph: 'text-run', spinning: true },
}

export type BannerProps = {
  tone: BannerTone
  /** What is so; a sentence without full stop. */
  title: ReactNode
  /** Why and what to do. */
  children?: ReactNode
  /** Buttons or links at the right end. */
  actions?: ReactNode
  /** Read out at once: only for failures that answer an act. */
  alert?: boolean
  className?: string
}

/** Something inside the page that lasts until it is no longer so. */
export function Banner({ tone, title, children, actions, alert, className }: BannerProps) {
  const look = LOOKS[tone]
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={cn('flex items-start gap-2.5 rounded-sm border px-3 py-2.5', look.box, className)}
    >
      <Icon as={look.icon} className={cn('mt-0.5', look.glyph, look.spinning && 'animate-spin')} />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium">{title}</p>
        {children === undefined ? null : <div className="mt-0.5 text-xs text-fg-2">{children}</div>}
      </div>
      {actions === undefined ? null : <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </div>
  )
}
