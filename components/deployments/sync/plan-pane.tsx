'use client'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { PLAN_LOOKS, useStatusWord } from '#components/patterns/status-badge.tsx'
import { toneText } from '#components/ui/badge.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { PlanAction, RunDetail, RunObject } from '#lib/features/deployments/types.ts'
import { useStageTitle } from '../detail/run-stage-rows.tsx'
import { stagesOf, takeRows, type RunStage } from '../run-view.ts'
import type { DevopsPlace } from '../urls.ts'
import { PlanRow } from './plan-row.tsx'
import { countActions, isChoosable, type Choosing } from './plan-view.ts'

type Props = {
  place: DevopsPlace
  name: string
  plan: RunDetail
  /** Only these objects; null: all of the plan. */
  only: ReadonlySet<string> | null
  /** Set where objects are chosen one by one. */
  choosing: Choosing | null
  /** Of other options than now: a new one is being made. Not dimmed: what is shown must stay readable. */
  stale: boolean
}

/** Rows drawn at once; a plan of thousands of objects shows the rest on demand. */
const FIRST_ROWS = 200
/** Action, kind, name and message; one more to choose. */
const COLUMNS = 4
const SHOWN: readonly PlanAction[] = ['create', 'update', 'replace', 'delete', 'unchanged']

/** What a synchronisation will do: counts, then every object in the order of execution, what stays as it is folded at the end. */
export function PlanPane({ place, name, plan, only, choosing, stale }: Props) {
  const t = useTranslations('deployments.sync')
  const [all, setAll] = useState(false)
  const objects = plan.objects.filter(({ key, hook }) => (choosing === null ? only === null || only.has(key) : !hook))
  const counted = choosing === null ? objects : objects.filter(({ key }) => choosing.keys.has(key))
  const changing = objects.filter(({ action }) => action !== 'unchanged')
  const unchanged = objects.filter(({ action }) => action === 'unchanged')
  const stages = takeRows(stagesOf(changing), all ? changing.length : FIRST_ROWS)
  const span = choosing === null ? COLUMNS : COLUMNS + 1
  const row = (object: RunObject) => (
    <PlanRow
      key={object.key}
      place={place}
      name={name}
      number={plan.number}
      object={object}
      planned={plan.planned[object.key]}
      choosing={choosing}
      span={span}
    />
  )
  return (
    <div className="min-w-0" aria-busy={stale}>
      <Counts objects={counted} />
      {changing.length === 0 ? <p className="px-4 py-5 text-sm text-fg-2">{t('nothing')}</p> : null}
      <table className="w-full table-fixed border-collapse" aria-label={t('plan')}>
        <Columns choosing={choosing} objects={objects} />
        {stages.map((stage) => (
          <StageRows key={stage.id} stage={stage} span={span}>
            {stage.objects.map(row)}
          </StageRows>
        ))}
        {unchanged.length === 0 ? null : <Unchanged span={span} row={row} objects={unchanged} />}
      </table>
      {!all && changing.length > FIRST_ROWS ? (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full border-t border-line px-4 py-2.5 text-left text-sm text-accent hover:bg-hover"
        >
          {t('showAll', { count: changing.length })}
        </button>
      ) : null}
    </div>
  )
}

function Counts({ objects }: { objects: readonly RunObject[] }) {
  const t = useTranslations('deployments.sync')
  const counts = countActions(objects)
  const shown = counts.skip > 0 ? [...SHOWN, 'skip' as const] : SHOWN
  return (
    <ul aria-label={t('counts')} className="flex flex-wrap gap-2 px-4 py-3">
      {shown.map((action) => (
        <Count key={action} action={action} count={counts[action]} />
      ))}
    </ul>
  )
}

function Count({ action, count }: { action: PlanAction; count: number }) {
  const word = useStatusWord({ kind: 'plan', status: action })
  const { icon, tone } = PLAN_LOOKS[action]
  return (
    <li className="flex h-8 flex-1 items-center justify-center gap-1.5 rounded-sm border border-line px-2 text-sm whitespace-nowrap">
      <Icon as={icon} className={count === 0 ? 'text-fg-3' : toneText[tone]} />
      <span className={count === 0 ? 'text-fg-3' : undefined}>{word}</span>
      <span className={cn('tnum', count === 0 ? 'text-fg-3' : 'font-semibold')}>{count}</span>
    </li>
  )
}

/** Heads for readers; for eyes the rows say it themselves. */
function Columns({ choosing, objects }: { choosing: Choosing | null; objects: readonly RunObject[] }) {
  const t = useTranslations('deployments.run')
  const list = useTranslations('common.list')
  const choosable = objects.filter(isChoosable).map(({ key }) => key)
  const chosen = choosing === null ? 0 : choosable.filter((key) => choosing.keys.has(key)).length
  return (
    <thead>
      <tr className={choosing === null ? undefined : 'h-9 border-t border-line text-xs text-fg-2'}>
        {choosing === null ? null : (
          <th scope="col" className="w-10 pl-4">
            <Checkbox
              aria-label={list('selectAll')}
              checked={chosen > 0 && chosen === choosable.length}
              indeterminate={chosen > 0 && chosen < choosable.length}
              onChecked={(checked) => choosing.onKeys(new Set(checked ? choosable : []))}
            />
          </th>
        )}
        {(['action', 'kind', 'name', 'message'] as const).map((column) => (
          <th
            key={column}
            scope="col"
            className={cn('px-3', { action: 'w-28 first:pl-4', kind: 'w-[22%]', name: '', message: 'w-[26%]' }[column])}
          >
            <span className={choosing === null ? 'sr-only' : undefined}>{t(column)}</span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function StageRows({ stage, span, children }: { stage: RunStage; span: number; children: ReactNode }) {
  const titleOf = useStageTitle()
  const t = useTranslations('deployments.sync.partNotes')
  const { part } = stage
  return (
    <tbody>
      <tr className="border-t border-line bg-sunken">
        <th scope="rowgroup" colSpan={span} className="h-8 px-4 text-xs">
          {titleOf(stage)}
          <span className="ml-2 font-normal text-fg-3">
            {part === 'SyncFail' || part === 'refused' || part === 'cleanUp' ? t(part) : null}
          </span>
        </th>
      </tr>
      {children}
    </tbody>
  )
}

type UnchangedProps = { objects: readonly RunObject[]; span: number; row: (object: RunObject) => ReactNode }

function Unchanged({ objects, span, row }: UnchangedProps) {
  const t = useTranslations('deployments.sync')
  const [open, setOpen] = useState(false)
  return (
    <tbody>
      <tr className="border-t border-line">
        <td colSpan={span} className="p-0">
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="flex h-9 w-full items-center gap-2 px-4 text-left text-sm hover:bg-hover"
          >
            <Icon as={open ? ChevronDown : ChevronRight} className="text-fg-3" />
            {t('unchanged', { count: objects.length })}
          </button>
        </td>
      </tr>
      {open ? objects.map(row) : null}
    </tbody>
  )
}
