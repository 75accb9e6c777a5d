import type { LucideIcon } from 'lucide-react'
import { cn } from './cn.ts'

export type IconType = LucideIcon

/** A decorative icon, 16 px by default; the word beside it or the `aria-label` of its button carries the meaning. */
export function Icon({ as: Glyph, className }: { as: IconType; className?: string | undefined }) {
  return <Glyph aria-hidden className={cn('size-4 shrink-0', className)} strokeWidth={1.75} />
}
