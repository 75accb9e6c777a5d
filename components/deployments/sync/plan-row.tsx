'use client'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyShort, WhyText } from '#components/patterns/why-text.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { FieldDifference, PlannedChange, RunObject } from '#lib/features/deployments/types.ts'
import { ObjectDifferences } from '../differences/object-differences.tsx'
import { differencesApi, type DevopsPlace } from '../urls.ts'
import { isChoosable, type Choosing } from './plan-view.ts'

type Props = {
  place: DevopsPlace
  name: string
  /** Number of the run that holds the plan. */
  number: number
  object: RunObject
  planned: PlannedChange | undefined
  choosing: Choosing | null
  /** Columns of the table. */
  span: number
}

/** One object of a plan; what changes in it opens below. */
export function PlanRow({ place, name, number, object, planned, choosing, span }: Props) {
  const [open, setOpen] = useState(false)
  const isRefused = object.action === 'skip' && object.state === 'failed'
  return (
    <>
      <tr className={cn('h-9 border-t border-line', isRefused ? 'bg-bad-soft' : open ? 'bg-hover' : 'hover:bg-hover')}>
        {choosing === null ? null : (
          <td className="w-10 pl-4">
            <Choice object={object} choosing={choosing} />
          </td>
        )}
        <td className="px-3 first:pl-4">
          <StatusBadge kind="plan" status={object.action} />
        </td>
        <td className="truncate px-3 text-xs text-fg-2">{object.kind}</td>
        <th
          scope="row"
          className="px-3 font-normal"
          title={object.namespace === '' ? object.name : `${object.namespace}/${object.name}`}
        >
          <code className="block truncate text-xs font-medium">{object.name}</code>
        </th>
        <td className="px-3 pr-4">
          <Note object={object} planned={planned} open={open} onOpen={setOpen} />
        </td>
      </tr>
      {isRefused && object.why !== null ? (
        <tr className="bg-bad-soft">
          <td colSpan={span} className="px-4 pb-2.5">
            <WhyText why={object.why} />
          </td>
        </tr>
      ) : null}
      {open ? (
        <Differences
          url={differencesApi(place, name, number, object.key)}
          object={`${object.kind} ${object.name}`}
          span={span}
        />
      ) : null}
    </>
  )
}

function Choice({ object, choosing }: { object: RunObject; choosing: Choosing }) {
  const list = useTranslations('common.list')
  const { key, kind, name } = object
  if (!isChoosable(object)) return null
  return (
    <Checkbox
      aria-label={list('selectRow', { name: `${kind} ${name}` })}
      checked={choosing.keys.has(key)}
      onChecked={(checked) => {
        const next = new Set(choosing.keys)
        if (checked) next.add(key)
        else next.delete(key)
        choosing.onKeys(next)
      }}
    />
  )
}

type NoteProps = Pick<Props, 'object' | 'planned'> & { open: boolean; onOpen: (open: boolean) => void }

/** Why it is left alone, that it is made anew, and how many fields change. */
function Note({ object, planned, open, onOpen }: NoteProps) {
  const t = useTranslations('deployments.sync')
  const run = useTranslations('deployments.run')
  const { hook, action, state, why } = object
  const count = planned?.differences ?? 0
  return (
    <span className="flex min-w-0 items-center justify-end gap-2 text-xs text-fg-2">
      {hook ? <Badge tone="mute">{run('hook')}</Badge> : null}
      {planned?.recreate ? <span className="truncate text-warn">{t('recreate')}</span> : null}
      {action === 'skip' && state !== 'failed' ? <WhyShort why={why} /> : null}
      {count === 0 ? null : (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => onOpen(!open)}
          className="flex h-6 items-center gap-1 rounded-xs whitespace-nowrap hover:text-accent"
        >
          {t('fields', { count })}
          <Icon as={open ? ChevronDown : ChevronRight} className="text-fg-3" />
        </button>
      )}
    </span>
  )
}

function Differences({ url, object, span }: { url: string; object: string; span: number }) {
  const { data, error } = useRemote<FieldDifference[]>('deployments', url)
  return (
    <tr>
      <td colSpan={span} className="p-0">
        {data === undefined && error === null ? <Spinner className="m-3 size-4 text-fg-3" /> : null}
        <FailureNotice failure={error} />
        <ObjectDifferences object={object} fields={data ?? []} />
      </td>
    </tr>
  )
}
