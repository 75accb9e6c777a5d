'use client'
import { Activity, CircleQuestionMark, CircleX } from 'lucide-react'
import { useLocale, useTranslations } from 'use-intl/react'
import { useRemote } from '#components/patterns/use-remote.ts'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { EngineState } from '#lib/features/system/types.ts'

const EVERY_MS = 15_000

/** Whether the engine works, at the foot of the navigation: who asks "why does nothing happen?" looks here first. */
export function EngineFoot({ initial }: { initial: EngineState | null }) {
  const t = useTranslations('shell.engine')
  const { data, error } = useRemote<EngineState>('engine', '/api/system', initial ?? undefined, EVERY_MS)
  const state = error === null ? data : undefined
  const word = state === undefined ? t('unknown') : state.alive ? t('alive') : t('dead')
  const look = state === undefined ? LOOKS.unknown : state.alive ? LOOKS.alive : LOOKS.dead
  return (
    <section aria-label={t('label')} className="mt-auto shrink-0 border-t border-line px-4 py-2.5">
      <p className={cn('flex items-center gap-2 text-xs', look.text)}>
        <Icon as={look.icon} className={cn('size-3.5', look.glyph)} />
        {word}
      </p>
      {state === undefined ? null : <EngineFacts state={state} />}
    </section>
  )
}

const LOOKS = {
  alive: { icon: Activity, text: 'text-fg-2', glyph: 'text-ok' },
  dead: { icon: CircleX, text: 'font-medium text-bad', glyph: 'text-bad' },
  unknown: { icon: CircleQuestionMark, text: 'text-fg-2', glyph: 'text-mute' },
} as const

function EngineFacts({ state }: { state: EngineState }) {
  const t = useTranslations('shell.engine')
  const locale = useLocale()
  const seconds = state.lagSeconds.toLocaleString(locale, { maximumFractionDigits: state.lagSeconds < 10 ? 1 : 0 })
  const clusters = t('clusters', { ready: state.clusters.ready, total: state.clusters.total })
  return (
    <p className="tnum mt-0.5 text-xs text-fg-3">
      {state.alive ? `${t('lag', { seconds })} · ${clusters}` : t('deadText')}
    </p>
  )
}
