'use client'
import { CircleCheck, CircleX, EqualNot, LoaderCircle, RefreshCw, Trash2 } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Quotation } from '#components/patterns/failure-notice.tsx'
import { HEALTH_LOOKS, STALLED_LOOK } from '#components/patterns/status-badge.tsx'
import { toneText, type Tone } from '#components/ui/badge.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon, type IconType } from '#components/ui/icon.tsx'
import { STALLED_AFTER_MINUTES } from '#lib/engine/model/health.ts'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import { sinceOf, stateOf, type StateKind } from '../state.ts'
import { driftOf } from './drift.ts'
import { HealthCauses } from './health-causes.tsx'

type Look = { icon: IconType; tone: Tone; spinning?: boolean | undefined }

const LOOKS: Record<StateKind, Look> = {
  deleting: { icon: Trash2, tone: 'run' },
  created: { icon: LoaderCircle, tone: 'run', spinning: true },
  running: { icon: RefreshCw, tone: 'run', spinning: true },
  degraded: HEALTH_LOOKS.Degraded,
  failed: { icon: CircleX, tone: 'bad' },
  missing: HEALTH_LOOKS.Missing,
  outOfSync: { icon: EqualNot, tone: 'warn' },
  unknown: HEALTH_LOOKS.Unknown,
  stalled: STALLED_LOOK,
  progressing: HEALTH_LOOKS.Progressing,
  suspended: HEALTH_LOOKS.Suspended,
  fine: { icon: CircleCheck, tone: 'ok' },
}

const BOX: Record<Tone, string> = {
  ok: 'border-line bg-surface',
  run: 'border-run-line bg-run-soft',
  bad: 'border-bad-line bg-bad-soft',
  warn: 'border-warn-line bg-warn-soft',
  miss: 'border-miss-line bg-miss-soft',
  hold: 'border-hold-line bg-hold-soft',
  mute: 'border-mute-line bg-mute-soft',
  accent: 'border-accent-line bg-accent-soft',
}

/** The one sentence of the header: the state that matters most, why it is so, since when, and what to do. */
export function StateBanner({ detail, onCompare }: { detail: DeploymentDetail; onCompare: (key: string) => void }) {
  const t = useTranslations()
  const { kind, why } = stateOf(detail)
  const { icon, tone, spinning } = LOOKS[kind]
  const words = why === null ? null : describeWhy(why, t)
  const number = detail.activeRun?.number ?? 0
  const isHeld = detail.pause !== null || detail.pin !== null
  const automatic = detail.spec.syncPolicy.automated !== null && !isHeld ? 'yes' : 'no'
  return (
    <div role="status" className={cn('flex items-start gap-2.5 rounded-sm border px-3 py-2 text-sm', BOX[tone])}>
      <span className={cn('inline-flex h-5 items-center gap-1.5 font-semibold whitespace-nowrap', toneText[tone])}>
        <Icon as={icon} className={spinning ? 'animate-spin' : undefined} />
        {t(`deployments.state.${kind}.word`)}
      </span>
      <div className="min-w-0 flex-1">
        <p>
          {words?.text ?? t(`deployments.state.${kind}.text`, { number, automatic, minutes: STALLED_AFTER_MINUTES })}
        </p>
        {kind === 'outOfSync' ? <DriftLine detail={detail} onCompare={onCompare} /> : null}
        {why === detail.healthWhy ? <HealthCauses causes={detail.healthCauses} /> : null}
        {words === null ? null : <Quotation text={words.detail} />}
        {kind === 'failed' ? <RetryLine retry={detail.retry} /> : null}
      </div>
      <Since at={sinceOf(kind, detail)} />
    </div>
  )
}

function Since({ at }: { at: string | null }) {
  const t = useTranslations('deployments.state')
  if (at === null) return null
  return (
    <p className="flex h-5 shrink-0 items-center gap-1.5 text-xs text-fg-2 max-nav:hidden">
      {t('since')} <TimeText at={at} className="text-xs" />
    </p>
  )
}

/** Whether somebody has to do something, or the engine tries again by itself. */
function RetryLine({ retry }: Pick<DeploymentDetail, 'retry'>) {
  const t = useTranslations('deployments.state.retry')
  if (retry === null) return null
  return (
    <p className="mt-1.5 text-xs text-fg-2">
      {retry.at === null ? (
        t('usedUp')
      ) : (
        <>
          {t('next')} <TimeText at={retry.at} relative="hidden" className="text-xs" />
        </>
      )}
    </p>
  )
}

/** Which object differs since when, who wrote it, and the way to the fields. */
function DriftLine({ detail, onCompare }: { detail: DeploymentDetail; onCompare: (key: string) => void }) {
  const t = useTranslations('deployments.state.drift')
  const drift = driftOf(detail.objects)
  if (drift === null) return null
  const { object, others, fields, managers } = drift
  return (
    <p className="text-fg-2">
      {t('what', { object: `${object.kind} ${object.name}`, others, fields })}{' '}
      {managers.length === 0 ? null : <>{t('who', { managers: managers.join(', ') })} </>}
      {t('since')} <TimeText at={detail.changedAt} className="text-xs" />{' '}
      <button type="button" onClick={() => onCompare(object.key)} className="rounded-xs text-accent underline">
        {t('show')}
      </button>
    </p>
  )
}
