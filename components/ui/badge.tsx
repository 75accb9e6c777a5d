import type { ReactNode } from 'react'
import { cn } from './cn.ts'
import { Icon, type IconType } from './icon.tsx'

/** What a state asks of a person; each is a colour role with a soft fill and a line. */
export type Tone = 'ok' | 'run' | 'bad' | 'warn' | 'miss' | 'hold' | 'mute' | 'accent'

const TINTED: Record<Tone, string> = {
  ok: 'border-ok-line bg-ok-soft text-ok',
  run: 'border-run-line bg-run-soft text-run',
  bad: 'border-bad-line bg-bad-soft text-bad',
  warn: 'border-warn-line bg-warn-soft text-warn',
  miss: 'border-miss-line bg-miss-soft text-miss',
  hold: 'border-hold-line bg-hold-soft text-hold',
  mute: 'border-mute-line bg-mute-soft text-mute',
  accent: 'border-accent-line bg-accent-soft text-accent',
}

export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  run: 'text-run',
  bad: 'text-bad',
  warn: 'text-warn',
  miss: 'text-miss',
  hold: 'text-hold',
  mute: 'text-mute',
  accent: 'text-accent',
}

export type BadgeProps = {
  tone: Tone
  icon?: IconType | undefined
  spinning?: boolean | undefined
  /** A good state: icon and plain words, no tint. */
  quiet?: boolean | undefined
  /** `table`: 24 px, hung 6 px to the left so that icons stand in line with the column head. */
  place?: 'table' | 'inline'
  /** The tooltip. */
  title?: string | undefined
  children: ReactNode
}

/** Icon and word of one state. Never clipped: what stands beside it truncates instead. */
export function Badge({ tone, icon, spinning, quiet, place = 'inline', title, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={cn(
        'inline-flex shrink-0 items-center gap-1.5 rounded-sm border align-middle whitespace-nowrap',
        place === 'table' ? '-ml-1.5 h-6 px-1.5 text-sm' : 'h-5 px-1 text-xs',
        quiet ? 'border-transparent text-fg-2' : cn('font-medium', TINTED[tone]),
        quiet && place === 'inline' && 'px-0',
      )}
    >
      {icon ? (
        <Icon
          as={icon}
          className={cn(place === 'inline' && 'size-3.5', quiet && toneText[tone], spinning && 'animate-spin')}
        />
      ) : null}
      {children}
    </span>
  )
}
