'use client'
import { GitBranch, Server } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { CommitText } from '#components/patterns/commit-text.tsx'
import { HealthBadge, StatusBadge, SYNC_LOOKS } from '#components/patterns/status-badge.tsx'
import { useDateTime } from '#components/patterns/time-text.tsx'
import { projectPage } from '#components/shell/paths.ts'
import type { Tone } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import { countObjects } from '../run-view.ts'
import type { DevopsPlace } from '../urls.ts'

type Props = { place: DevopsPlace; detail: DeploymentDetail }

/** Git on the left, the cluster on the right, between them the joint: whole when they are the same, dashed when they differ. */
export function JointStrip({ place, detail }: Props) {
  return (
    <div className="flex items-stretch rounded-md border border-line bg-surface max-nav:flex-col">
      <GitSide detail={detail} />
      <Joint detail={detail} />
      <ClusterSide place={place} detail={detail} />
    </div>
  )
}

function Side({ head, aside, main, foot }: { head: ReactNode; aside?: ReactNode; main: ReactNode; foot: ReactNode }) {
  return (
    <div className="min-w-0 flex-1 px-4 py-2.5">
      <p className="flex h-5 items-center gap-1.5 text-xs text-fg-3">
        {head}
        {aside === undefined ? null : <span className="ml-auto">{aside}</span>}
      </p>
      <p className="mt-0.5 flex min-w-0 items-center gap-2 text-sm">{main}</p>
      <p className="mt-0.5 truncate text-xs text-fg-3">{foot}</p>
    </div>
  )
}

function GitSide({ detail }: { detail: DeploymentDetail }) {
  const t = useTranslations('deployments.joint')
  const dateTime = useDateTime()
  const { git, spec } = detail
  const facts = [
    git.author,
    git.at === null ? '' : dateTime(git.at),
    spec.source.path === '.' ? t('topFolder') : spec.source.path,
  ].filter((fact) => fact !== '')
  return (
    <Side
      head={
        <>
          <Icon as={GitBranch} /> {t('git')}
        </>
      }
      main={
        <>
          <code className="max-w-40 shrink-0 truncate text-xs font-medium">{git.revision}</code>
          {git.commit === '' ? null : <CommitText commit={git.commit} copy />}
          <span className="min-w-0 truncate" title={git.subject}>
            {git.subject}
          </span>
        </>
      }
      foot={git.commit === '' ? t('gitUnread') : facts.join(' · ')}
    />
  )
}

type JointLook = { tone: Tone; whole: boolean }

function jointOf({ activeRun, sync }: DeploymentDetail): JointLook {
  if (activeRun) return { tone: 'run', whole: true }
  return { tone: SYNC_LOOKS[sync].tone, whole: sync === 'Synced' }
}

const PILL: Partial<Record<Tone, string>> = {
  ok: 'border-accent-line bg-accent-soft text-accent',
  run: 'border-run-line bg-run-soft text-run',
  warn: 'border-warn-line bg-warn-soft text-warn',
}

function Joint({ detail }: { detail: DeploymentDetail }) {
  const t = useTranslations()
  const { tone, whole } = jointOf(detail)
  const line = whole ? 'border-accent' : tone === 'warn' ? 'border-dashed border-warn' : 'border-dashed border-control'
  return (
    <div className="flex w-56 shrink-0 flex-col items-center justify-center gap-1 py-2 max-mid:w-44 max-nav:w-full">
      <div className="flex w-full items-center">
        <span className={cn('flex-1 border-t', line)} />
        <span
          className={cn(
            'inline-flex h-6 items-center gap-1.5 rounded-full border px-2.5 text-sm font-medium whitespace-nowrap',
            PILL[tone] ?? 'border-mute-line bg-mute-soft text-mute',
          )}
        >
          {detail.activeRun ? <Spinner /> : <Icon as={SYNC_LOOKS[detail.sync].icon} />}
          {detail.activeRun ? t('deployments.joint.running') : t(`status.sync.${detail.sync}`)}
        </span>
        <span className={cn('flex-1 border-t', line)} />
      </div>
      <JointNote detail={detail} />
    </div>
  )
}

/** Counts under the joint: how far the run is, or how much differs. */
function JointNote({ detail }: { detail: DeploymentDetail }) {
  const t = useTranslations('deployments.joint')
  const run = detail.lastRun
  if (detail.activeRun && run && run.number === detail.activeRun.number && run.objects.length > 0) {
    const { done, total } = countObjects(run.objects)
    return <span className="tnum text-xs whitespace-nowrap text-fg-2">{t('progress', { done, total })}</span>
  }
  if (detail.sync === 'OutOfSync')
    return (
      <span className="tnum text-xs whitespace-nowrap text-fg-2">
        {t('differing', { count: detail.outOfSyncCount })}
      </span>
    )
  return null
}

function ClusterSide({ place, detail }: Props) {
  const t = useTranslations('deployments.joint')
  const { cluster, namespace, clusterState, syncedCommit, git, health, stalledSince, objectCount } = detail
  const policy = usePolicyWords(detail)
  const moving = syncedCommit !== '' && git.commit !== '' && syncedCommit !== git.commit
  return (
    <Side
      head={
        <>
          <Icon as={Server} /> {t('cluster')}
        </>
      }
      aside={<HealthBadge status={health} stalledSince={stalledSince} />}
      main={
        <>
          <span className="min-w-0 truncate">
            {cluster} /{' '}
            <Link
              href={projectPage(place.workspace, cluster, namespace)}
              className="font-medium hover:text-accent hover:underline"
            >
              {namespace}
            </Link>
          </span>
          {clusterState === 'ready' ? null : <StatusBadge kind="cluster" status={clusterState} />}
          {syncedCommit === '' ? null : <CommitText commit={syncedCommit} copy />}
          {moving ? (
            <span className="flex items-center gap-2 text-fg-3">
              → <CommitText commit={git.commit} />
            </span>
          ) : null}
        </>
      }
      foot={[t('objects', { count: objectCount }), policy].join(' · ')}
    />
  )
}

/** "동기화 정책: 자동 · 정리 · 자가 치료"; what holds it back stands beside it. */
function usePolicyWords({ spec, pause, pin }: Pick<DeploymentDetail, 'spec' | 'pause' | 'pin'>): string {
  const t = useTranslations('deployments.policy')
  const { automated } = spec.syncPolicy
  if (automated === null) return t('policy', { words: t('manual') })
  const words = [
    pin === null && pause === null ? t('automatic') : t(pin === null ? 'automaticPaused' : 'automaticPinned'),
    ...(automated.prune ? [t('prune')] : []),
    ...(automated.selfHeal ? [t('selfHeal')] : []),
  ]
  return t('policy', { words: words.join(' · ') })
}
