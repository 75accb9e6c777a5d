'use client'
import { CircleStop } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { WhyText } from '#components/patterns/why-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { RunDetail } from '#lib/features/deployments/types.ts'
import { countObjects, isActive, stagesOf, takeRows } from '../run-view.ts'
import { RunFacts } from './run-facts.tsx'
import { RunProgress } from './run-progress.tsx'
import { RunStageRows } from './run-stage-rows.tsx'

/** Rows drawn at once; a run of thousands of objects shows the rest on demand. */
const FIRST_ROWS = 300

type Props = {
  run: RunDetail
  /** Looked up in the history: its health is that of then. */
  past?: boolean
  /** Why it ended as it did is said above it already. */
  isExplained?: boolean
  /** Asks for the end of the run; absent where that cannot be done from. */
  onTerminate?: (() => void) | undefined
}

/** One run: what it was, how far it is, and what happened to each object. */
export function RunPanel({ run, past = false, isExplained = false, onTerminate }: Props) {
  const t = useTranslations('deployments.run')
  const [all, setAll] = useState(false)
  const stages = takeRows(stagesOf(run.objects), all ? run.objects.length : FIRST_ROWS)
  return (
    <Panel className="overflow-hidden">
      <div className="flex items-start gap-8 px-4 py-3 max-nav:flex-col">
        <div className="w-40 shrink-0">
          <h2 className="text-xs text-fg-3">{isActive(run) ? t('current') : past ? t('result') : t('last')}</h2>
          <div className="mt-0.5 flex h-5 items-center">
            <StatusBadge kind="run" status={run.phase} place="table" />
          </div>
        </div>
        <RunFacts run={run} />
        {onTerminate && isActive(run) && run.trigger !== 'deletion' ? (
          <Can permission="devops.deployments.manage">
            <Button icon={CircleStop} onClick={onTerminate} busy={run.terminating}>
              {t(run.terminating ? 'terminating' : 'terminate')}
            </Button>
          </Can>
        ) : null}
      </div>
      {run.why === null || isExplained ? null : (
        <div className="px-4 pb-3">
          <WhyText why={run.why} />
        </div>
      )}
      {run.objects.length === 0 ? (
        <p className="border-t border-line px-4 py-6 text-sm text-fg-2">
          {isActive(run) ? t('preparing') : t('noObjects')}
        </p>
      ) : (
        <>
          <RunProgress counts={countObjects(run.objects)} active={isActive(run)} />
          <div className="relative overflow-x-auto" role="region" aria-label={t('results')} tabIndex={0}>
            <table className="w-full min-w-[720px] table-fixed border-collapse">
              <ResultsHead healthHead={past ? t('healthThen') : t('health')} />
              {stages.map((stage) => (
                <RunStageRows key={stage.id} stage={stage} dryRun={run.dryRun} />
              ))}
            </table>
          </div>
        </>
      )}
      {!all && run.objects.length > FIRST_ROWS ? (
        <div className="border-t border-line p-3 text-center">
          <Button onClick={() => setAll(true)}>{t('showAll', { count: run.objects.length })}</Button>
        </div>
      ) : null}
    </Panel>
  )
}

function ResultsHead({ healthHead }: { healthHead: string }) {
  const t = useTranslations('deployments.run')
  return (
    <thead>
      <tr className="h-9 border-t border-line text-xs text-fg-2">
        <th scope="col" className="w-[124px] pr-3 pl-4">
          {t('state')}
        </th>
        <th scope="col" className="w-[17%] px-3">
          {t('kind')}
        </th>
        <th scope="col" className="w-[22%] px-3">
          {t('name')}
        </th>
        <th scope="col" className="w-[112px] px-3">
          {t('action')}
        </th>
        <th scope="col" className="px-3">
          {t('message')}
        </th>
        <th scope="col" className="w-[120px] px-3">
          {healthHead}
        </th>
      </tr>
    </thead>
  )
}
