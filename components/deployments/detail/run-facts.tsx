'use client'
import { useNow, useTranslations } from 'use-intl/react'
import { useAtNow } from '#components/patterns/clock.ts'
import { CommitText } from '#components/patterns/commit-text.tsx'
import { TimeText, useDuration } from '#components/patterns/time-text.tsx'
import { Fact, Facts } from '#components/ui/panel.tsx'
import type { Run } from '#lib/features/deployments/types.ts'
import { elapsedMs } from '../run-view.ts'

/** What a run synchronised, who asked for it, when and how long. */
export function RunFacts({ run }: { run: Run }) {
  const t = useTranslations('deployments.run')
  const none = useTranslations('common')('none')
  return (
    <Facts className="min-w-0 flex-1">
      <Fact label={t('revision')}>
        <RevisionText run={run} />
      </Fact>
      <Fact label={t('trigger')}>
        {t(`triggers.${run.trigger}`)}
        {run.actorName === '' ? null : ` · ${run.actorName}`}
        {run.dryRun ? ` · ${t('dryRun')}` : null}
      </Fact>
      <Fact label={t('startedAt')}>
        <TimeText at={run.startedAt ?? run.requestedAt} relative="hidden" className="text-fg" />
      </Fact>
      <Fact label={t('duration')}>
        <span className="tnum">
          {run.startedAt === null ? none : <Elapsed run={run} />}
          <span className="ml-3 text-xs text-fg-3">{t('number', { number: run.number, attempt: run.attempt })}</span>
        </span>
      </Fact>
    </Facts>
  )
}

/** What was asked for, where the run did not follow the deployment's own revision, and the commit it meant. */
export function RevisionText({ run, copy = true }: { run: Run; copy?: boolean }) {
  const t = useTranslations('deployments.run')
  const { revision, commit, commitSubject, commitAuthor } = run
  return (
    <span className="flex h-5 min-w-0 items-center gap-1.5">
      {revision === '' ? null : revision === commit ? (
        <CommitText commit={commit} copy={copy} />
      ) : (
        <code className="truncate text-xs">{revision}</code>
      )}
      {commit === '' || commit === revision ? null : <CommitText commit={commit} copy={copy} />}
      {commitSubject === '' ? null : (
        <span
          className="min-w-0 truncate text-sm text-fg-2"
          title={[commitSubject, commitAuthor].filter(Boolean).join(' · ')}
        >
          {commitSubject}
        </span>
      )}
      {revision === '' && commit === '' ? <span className="text-xs text-fg-3">{t('ownRevision')}</span> : null}
    </span>
  )
}

const SECOND_MS = 1000

/** The length of a run; grows by whole seconds while it runs. */
export function Elapsed({ run }: { run: Pick<Run, 'startedAt' | 'finishedAt'> }) {
  const duration = useDuration()
  const firstNow = useNow()
  const ms = useAtNow((now) => {
    const elapsed = elapsedMs(run, now) ?? 0
    return run.finishedAt === null ? Math.floor(elapsed / SECOND_MS) * SECOND_MS : elapsed
  }, firstNow)
  return <>{duration(ms)}</>
}
