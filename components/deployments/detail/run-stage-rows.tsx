'use client'
import { Fragment } from 'react'
import { useTranslations } from 'use-intl/react'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { WhyShort, WhyText } from '#components/patterns/why-text.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import type { RunObject, Why } from '#lib/features/deployments/types.ts'
import type { RunStage } from '../run-view.ts'

type Props = { stage: RunStage; dryRun: boolean }

/** "동기화 전 훅", "동기화 웨이브 2": what a part of a run is for. */
export function useStageTitle(): (stage: Pick<RunStage, 'part' | 'wave'>) => string {
  const t = useTranslations('deployments.run.parts')
  return ({ part, wave }) => t(part, { wave: wave ?? 'none' })
}

/** The objects of one stage under its heading. */
export function RunStageRows({ stage, dryRun }: Props) {
  const t = useTranslations('deployments.run')
  const titleOf = useStageTitle()
  const { counts } = stage
  return (
    <tbody>
      <tr className="border-t border-line bg-sunken">
        <th scope="rowgroup" colSpan={6} className="h-8 px-4 text-xs">
          {titleOf(stage)}
          <span className="tnum ml-2 font-normal text-fg-3">
            {t('stageDone', { done: counts.done, total: counts.total })}
          </span>
        </th>
      </tr>
      {stage.objects.map((object) => (
        <Fragment key={object.key}>
          <ObjectRow object={object} dryRun={dryRun} />
          {object.state === 'failed' && object.why !== null ? <FailureRow why={object.why} /> : null}
        </Fragment>
      ))}
    </tbody>
  )
}

function ObjectRow({ object, dryRun }: { object: RunObject; dryRun: boolean }) {
  const t = useTranslations('deployments.run')
  const { kind, namespace, name, hook, action, state, health } = object
  const moving = state === 'applying' || state === 'waiting_healthy'
  return (
    <tr
      className={cn(
        'h-9 border-t border-line',
        moving ? 'bg-run-soft' : 'hover:bg-hover',
        state === 'failed' && 'bg-bad-soft hover:bg-bad-soft',
      )}
    >
      <td className="pr-3 pl-4">
        <StatusBadge kind="step" status={state} />
      </td>
      <td className="truncate px-3 text-xs text-fg-2">{kind}</td>
      <th scope="row" className="px-3 font-normal" title={namespace === '' ? name : `${namespace}/${name}`}>
        <span className="flex min-w-0 items-center gap-2">
          <code className="truncate text-xs font-medium">{name}</code>
          {hook ? <Badge tone="mute">{t('hook')}</Badge> : null}
        </span>
      </th>
      <td className="px-3">
        <StatusBadge kind="plan" status={action} />
      </td>
      <td className="truncate px-3">
        <Message object={object} dryRun={dryRun} />
      </td>
      <td className="px-3">
        {health === null ? (
          <span className="text-xs text-fg-3">{t('noHealth')}</span>
        ) : (
          <StatusBadge kind="health" status={health} />
        )}
      </td>
    </tr>
  )
}

/** The whole reason of a failure under its row: a tooltip alone would be no place for it. */
function FailureRow({ why }: { why: Why }) {
  return (
    <tr className="bg-bad-soft">
      <td colSpan={6} className="pr-3 pb-2.5 pl-[136px]">
        <WhyText why={why} />
      </td>
    </tr>
  )
}

/** Why, if there is a reason; else what the pair of action and state means. */
function Message({ object, dryRun }: { object: RunObject; dryRun: boolean }) {
  const t = useTranslations('deployments.run.messages')
  const { why, state, action, hook } = object
  if (why !== null) return <WhyShort why={why} />
  if (state === 'done') return <span className="text-xs text-fg-2">{t(`done.${action}`)}</span>
  if (state === 'waiting_healthy' && hook) return <span className="text-xs text-fg-2">{t('waiting_hook')}</span>
  return <span className="text-xs text-fg-2">{t(state === 'skipped' && dryRun ? 'notChanged' : state)}</span>
}
