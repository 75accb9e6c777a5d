'use client'
import {
  Check,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CirclePlus,
  CircleQuestionMark,
  CircleX,
  EqualNot,
  Hourglass,
  LoaderCircle,
  Pencil,
  Replace,
  Trash2,
} from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Badge, toneText, type Tone } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon, type IconType } from '#components/ui/icon.tsx'
import { STALLED_AFTER_MINUTES } from '#lib/engine/model/health.ts'
import type { ClusterState } from '#lib/features/clusters/types.ts'
import type { HealthStatus, PlanAction, ResultState, RunPhase, SyncStatus } from '#lib/features/deployments/types.ts'
import { useDateTime } from './time-text.tsx'

/** How one state looks: icon and tone; the word is the catalogue's. `quiet` states need nobody. */
type Look = { icon: IconType; tone: Tone; quiet?: boolean; spinning?: boolean }

/** Health icons are round, sync icons are open glyphs: the two are told apart without colour and without reading. */
export const HEALTH_LOOKS: Record<HealthStatus, Look> = {
  Healthy: { icon: CircleCheck, tone: 'ok', quiet: true },
  Progressing: { icon: LoaderCircle, tone: 'run', spinning: true },
  Degraded: { icon: CircleAlert, tone: 'bad' },
  Suspended: { icon: CirclePause, tone: 'hold' },
  Missing: { icon: CircleDashed, tone: 'miss' },
  Unknown: { icon: CircleQuestionMark, tone: 'mute' },
}

/** Progressing for too long: the same status, nothing turns any more. */
export const STALLED_LOOK: Look = { icon: Hourglass, tone: 'warn' }

export const SYNC_LOOKS: Record<SyncStatus, Look> = {
  Synced: { icon: Check, tone: 'ok', quiet: true },
  OutOfSync: { icon: EqualNot, tone: 'warn' },
  Unknown: { icon: CircleQuestionMark, tone: 'mute' },
}

export const PLAN_LOOKS: Record<PlanAction, Look> = {
  create: { icon: CirclePlus, tone: 'run' },
  update: { icon: Pencil, tone: 'accent' },
  replace: { icon: Replace, tone: 'warn' },
  delete: { icon: Trash2, tone: 'bad' },
  unchanged: { icon: CircleMinus, tone: 'mute' },
  skip: { icon: CircleMinus, tone: 'mute' },
}

export const STEP_LOOKS: Record<ResultState, Look> = {
  waiting: { icon: CircleDashed, tone: 'mute', quiet: true },
  applying: { icon: LoaderCircle, tone: 'run', spinning: true, quiet: true },
  waiting_healthy: { icon: LoaderCircle, tone: 'run', spinning: true, quiet: true },
  done: { icon: Check, tone: 'ok', quiet: true },
  failed: { icon: CircleX, tone: 'bad', quiet: true },
  skipped: { icon: CircleMinus, tone: 'mute', quiet: true },
}

export const RUN_LOOKS: Record<RunPhase, Look> = {
  Pending: { icon: CircleDashed, tone: 'mute', quiet: true },
  Running: { icon: LoaderCircle, tone: 'run', spinning: true },
  Succeeded: { icon: Check, tone: 'ok', quiet: true },
  Failed: { icon: CircleX, tone: 'bad' },
  Terminated: { icon: CircleMinus, tone: 'mute' },
}

export const CLUSTER_LOOKS: Record<ClusterState, Look> = {
  ready: { icon: CircleCheck, tone: 'ok', quiet: true },
  preparing: { icon: LoaderCircle, tone: 'run', spinning: true },
  unreachable: { icon: CircleQuestionMark, tone: 'mute' },
}

export type StatusKind = 'health' | 'sync' | 'plan' | 'step' | 'run' | 'cluster'

type StatusOf = {
  health: HealthStatus
  sync: SyncStatus
  plan: PlanAction
  step: ResultState
  run: RunPhase
  cluster: ClusterState
}

const LOOKS: { [Kind in StatusKind]: Record<StatusOf[Kind], Look> } = {
  health: HEALTH_LOOKS,
  sync: SYNC_LOOKS,
  plan: PLAN_LOOKS,
  step: STEP_LOOKS,
  run: RUN_LOOKS,
  cluster: CLUSTER_LOOKS,
}

export type StatusBadgeProps = {
  [Kind in StatusKind]: { kind: Kind; status: StatusOf[Kind]; place?: 'table' | 'inline' }
}[StatusKind]

export type HealthBadgeProps = { status: HealthStatus; stalledSince: string | null; place?: 'table' | 'inline' }

const lookOf = (props: StatusBadgeProps): Look => (LOOKS[props.kind] as Record<string, Look>)[props.status] as Look

/** Icon, word and tone of one state; always all three. */
export function StatusBadge(props: StatusBadgeProps) {
  const word = useStatusWord(props)
  const look = lookOf(props)
  return (
    <Badge
      tone={look.tone}
      icon={look.icon}
      spinning={look.spinning}
      quiet={look.quiet}
      place={props.place ?? 'inline'}
    >
      {word}
    </Badge>
  )
}

/** The health of a deployment; one that has been Progressing for too long is called stalled, and since when. */
export function HealthBadge({ status, stalledSince, place = 'inline' }: HealthBadgeProps) {
  const t = useTranslations('status.stalled')
  const dateTime = useDateTime()
  if (stalledSince === null) return <StatusBadge kind="health" status={status} place={place} />
  const { icon, tone } = STALLED_LOOK
  return (
    <Badge
      tone={tone}
      icon={icon}
      place={place}
      title={t('since', { at: dateTime(stalledSince), minutes: STALLED_AFTER_MINUTES })}
    >
      {t('word')}
    </Badge>
  )
}

/** The icon alone, where the place for the word is missing (the tree); readers hear the word. */
export function StatusIcon({ className, ...props }: StatusBadgeProps & { className?: string }) {
  const word = useStatusWord(props)
  const look = lookOf(props)
  return (
    <span title={word} className={cn('inline-flex', toneText[look.tone], className)}>
      <Icon as={look.icon} className={look.spinning ? 'animate-spin' : undefined} />
      <span className="sr-only">{word}</span>
    </span>
  )
}

/** The word of a state in the language of the page. */
export function useStatusWord({ kind, status }: Pick<StatusBadgeProps, 'kind' | 'status'>): string {
  const t = useTranslations('status')
  return t(`${kind}.${status}` as Parameters<typeof t>[0])
}
