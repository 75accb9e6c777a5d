'use client'
import { CirclePause, LoaderCircle, Pin as PinIcon, Server } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { CommitText } from '#components/patterns/commit-text.tsx'
import { HealthBadge, RUN_LOOKS, StatusBadge } from '#components/patterns/status-badge.tsx'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { Badge, toneText } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon, type IconType } from '#components/ui/icon.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { DeploymentRow, Why } from '#lib/features/deployments/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'

type Props = { row: DeploymentRow }

export function HealthCell({ row }: Props) {
  return (
    <div className="flex min-w-0 items-center gap-2">
      <HealthBadge status={row.health} stalledSince={row.stalledSince} place="table" />
      <WhyShort why={row.healthWhy} className="max-wide:hidden" />
    </div>
  )
}

/** What the comparison found; what happens right now (deletion, a run, the first look) stands beside it or in its place. */
export function SyncCell({ row }: Props) {
  const t = useTranslations('deployments.list')
  if (row.deleting)
    return (
      <Badge tone="run" icon={LoaderCircle} spinning place="table">
        {t('deleting')}
      </Badge>
    )
  return (
    <div className="flex min-w-0 items-center gap-2">
      <StatusBadge kind="sync" status={row.sync} place="table" />
      <HoldMarks row={row} />
      <SyncNote row={row} />
    </div>
  )
}

/** That nothing happens by itself here: paused, or kept at a commit. The words are its tooltip. */
function HoldMarks({ row: { pause, pin } }: Props) {
  const t = useTranslations('deployments.list')
  return (
    <>
      {pause === null ? null : <HoldMark icon={CirclePause} words={t('paused', { reason: pause.reason })} />}
      {pin === null ? null : <HoldMark icon={PinIcon} words={t('pinned', { commit: pin.commit.slice(0, 7) })} />}
    </>
  )
}

function HoldMark({ icon, words }: { icon: IconType; words: string }) {
  return (
    <span title={words} className="inline-flex shrink-0 text-hold">
      <Icon as={icon} />
      <span className="sr-only">{words}</span>
    </span>
  )
}

function SyncNote({ row }: Props) {
  const t = useTranslations('deployments.list')
  if (row.activeRun) {
    const { phase, number } = row.activeRun
    const words = t(phase === 'Pending' ? 'runPending' : 'runRunning', { number })
    return (
      <span title={words} className="flex min-w-0 items-center gap-1 text-xs text-run">
        <Spinner className="size-3.5" />
        <span className="truncate max-wide:sr-only">{words}</span>
      </span>
    )
  }
  if (row.sync === 'Synced')
    return (
      <span className="max-wide:hidden">
        <CommitText commit={row.syncedCommit} />
      </span>
    )
  if (row.lastCheckedAt === null && row.syncWhy === null)
    return <span className="truncate text-xs text-fg-2 max-wide:hidden">{t('notChecked')}</span>
  if (row.lastFailure !== null) return <FailedNote why={row.lastFailure} />
  return <WhyShort why={row.syncWhy} className="max-wide:hidden" />
}

/**
 * That the last sync failed, and why: another matter than a difference nobody has synchronised yet, so the sign is seen at every width and the
 * reason where there is room.
 */
function FailedNote({ why }: { why: Why }) {
  const t = useTranslations()
  const { short, text, detail } = describeWhy(why, t)
  const { icon, tone } = RUN_LOOKS.Failed
  const word = t('deployments.state.failed.word')
  return (
    <span
      title={[word, text, detail].filter(Boolean).join('\n\n')}
      className={cn('flex min-w-0 items-center gap-1 text-xs', toneText[tone])}
    >
      <Icon as={icon} />
      <span className="sr-only">{word}</span>
      <span className="truncate max-wide:sr-only">{short}</span>
    </span>
  )
}

export function LocationCell({ row }: Props) {
  return (
    <div className="min-w-0">
      <p className="flex min-w-0 items-center gap-1.5 text-sm">
        <Icon as={Server} className="text-fg-3" />
        <span className="truncate">
          <span className="text-fg-2 max-wide:block max-wide:truncate max-wide:text-xs max-wide:text-fg-3">
            {row.cluster}
          </span>{' '}
          <span className="text-fg-3 max-wide:hidden">/</span> {row.namespace}
        </span>
      </p>
      {row.clusterState === 'ready' ? null : <StatusBadge kind="cluster" status={row.clusterState} />}
    </div>
  )
}
