'use client'
import { Ban, Check, ChevronLeft, ChevronRight, RefreshCw } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyShort, WhyText } from '#components/patterns/why-text.tsx'
import { Button, IconButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Panel } from '#components/ui/panel.tsx'
import { Select } from '#components/ui/select.tsx'
import { LoadingRows, StateView } from '#components/ui/states.tsx'
import type { Reason } from '#lib/core/reasons.ts'
import { GUARDS, type DeploymentDetail, type ManagedObject } from '#lib/features/deployments/types.ts'
import type { ObjectComparison } from '#lib/features/objects/types.ts'
import { shortCommit } from '../../run-view.ts'
import { ObjectDifferences } from '../../differences/object-differences.tsx'
import { comparisonApi, type DevopsPlace } from '../../urls.ts'
import { useTextInUrl } from '#components/patterns/use-text-in-url.ts'
import { PlannedText } from './planned-text.tsx'
import { IgnoreDialog, type Ignoring } from './ignore-dialog.tsx'

type Props = { place: DevopsPlace; detail: DeploymentDetail; onSync: (key: string) => void }

/** Why an object is out of sync that Git does not have: pruning deletes it, at once or when a person has agreed. */
const GOES: readonly Reason[] = ['not_in_git', ...GUARDS]

const labelOf = ({ kind, name }: ManagedObject) => `${kind} ${name}`

/** Every object that is not as Git says: which fields, who wrote them, and the object before and after a synchronisation. */
export function CompareTab({ place, detail, onSync }: Props) {
  const t = useTranslations('deployments.compare')
  const [wanted, setWanted] = useTextInUrl('object')
  const [ignoring, setIgnoring] = useState<Ignoring | null>(null)
  const differing = detail.objects.filter(({ sync }) => sync !== 'Synced')
  const same = detail.objects.length - differing.length
  const object = differing.find(({ key }) => key === wanted) ?? differing[0]
  return (
    <>
      {object === undefined ? (
        <Panel>
          <StateView
            icon={Check}
            size="panel"
            title={t('nothing')}
            text={detail.lastCheckedAt === null ? t('notYet') : t('nothingText', { count: same })}
          />
        </Panel>
      ) : (
        <div className="grid grid-cols-[232px_minmax(0,1fr)] items-start gap-4 max-wide:grid-cols-1">
          <ObjectList differing={differing} same={same} current={object} onChoose={setWanted} />
          <Comparison
            key={object.key}
            place={place}
            detail={detail}
            object={object}
            onSync={onSync}
            onIgnore={setIgnoring}
          />
        </div>
      )}
      {ignoring === null ? null : (
        <IgnoreDialog place={place} detail={detail} ignoring={ignoring} onClose={() => setIgnoring(null)} />
      )}
    </>
  )
}

type ListProps = {
  differing: readonly ManagedObject[]
  same: number
  current: ManagedObject
  onChoose: (key: string) => void
}

/** The objects that differ: a list where there is room, a choice with steps where there is none. */
function ObjectList({ differing, same, current, onChoose }: ListProps) {
  const t = useTranslations('deployments.compare')
  const index = differing.indexOf(current)
  const step = (by: number) => onChoose((differing[index + by] ?? current).key)
  const list = useRef<HTMLUListElement>(null)
  // One stop for Tab, whatever their number; within the list the arrows choose.
  const onKeyDown = (event: KeyboardEvent) => {
    const next = differing[indexAfter(event.key, index, differing.length)]
    if (next === undefined || next === current) return
    event.preventDefault()
    onChoose(next.key)
    list.current?.querySelectorAll('button')[differing.indexOf(next)]?.focus()
  }
  return (
    <>
      <nav aria-label={t('objects')} className="rounded-md border border-line bg-surface max-wide:hidden">
        <p className="flex h-9 items-center justify-between border-b border-line px-3 text-xs text-fg-2">
          <span>{t('differing', { count: differing.length })}</span>
          <span className="text-fg-3">{t('same', { count: same })}</span>
        </p>
        <ul ref={list} className="max-h-[70dvh] overflow-y-auto">
          {differing.map((object) => (
            <li
              key={object.key}
              className="border-b border-line [contain-intrinsic-size:auto_48px] [content-visibility:auto] last:border-b-0"
            >
              <button
                type="button"
                tabIndex={object === current ? 0 : -1}
                aria-current={object === current}
                onKeyDown={onKeyDown}
                onClick={() => onChoose(object.key)}
                className={cn(
                  'grid w-full px-3 py-2 text-left',
                  object === current ? 'bg-accent-soft' : 'hover:bg-hover',
                )}
              >
                <span className="flex min-w-0 items-center justify-between gap-2">
                  <span className="truncate text-2xs text-fg-3">{object.kind}</span>
                  {object.differences.length > 0 ? (
                    <span className="tnum shrink-0 text-xs text-warn">
                      {t('fieldCount', { count: object.differences.length })}
                    </span>
                  ) : (
                    <WhyShort why={object.syncWhy} className="max-w-36" />
                  )}
                </span>
                {/* Whole: names of one deployment differ at their end. */}
                <span className="font-mono text-xs anywhere">{object.name}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="hidden items-center gap-2 max-wide:flex">
        <Select
          aria-label={t('objects')}
          className="min-w-0 flex-1"
          value={current.key}
          onValue={onChoose}
          options={differing.map((object) => ({ value: object.key, label: labelOf(object) }))}
        />
        <span className="tnum text-xs whitespace-nowrap text-fg-2">
          {index + 1} / {differing.length}
        </span>
        <IconButton icon={ChevronLeft} label={t('previous')} disabled={index === 0} onClick={() => step(-1)} />
        <IconButton
          icon={ChevronRight}
          label={t('next')}
          disabled={index === differing.length - 1}
          onClick={() => step(1)}
        />
      </div>
    </>
  )
}

/** Where a key leads from a place in a list of `count`; the same place for every other key. */
function indexAfter(key: string, index: number, count: number): number {
  if (key === 'ArrowDown') return Math.min(index + 1, count - 1)
  if (key === 'ArrowUp') return Math.max(index - 1, 0)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : index
}

type ComparisonProps = Props & { object: ManagedObject; onIgnore: (ignoring: Ignoring) => void }

function Comparison({ place, detail, object, onSync, onIgnore }: ComparisonProps) {
  const t = useTranslations('deployments.compare')
  const mayChange = useCan('devops.deployments.manage') && !detail.deleting
  // Read again when the engine has judged anew.
  const { data, error, refresh } = useRemote<ObjectComparison>(
    'deployments',
    comparisonApi(place, detail.name, object.key),
  )
  const fields = data?.fields ?? []
  const after = t('after', { commit: shortCommit(detail.git.commit) })
  return (
    <Panel className="overflow-hidden">
      <header className="flex min-h-12 flex-wrap items-center gap-2 px-4 py-2">
        <div className="min-w-0 flex-1">
          <h2 className="text-sm font-semibold anywhere">{labelOf(object)}</h2>
          {fields.length === 0 ? null : <p className="text-xs text-fg-2">{t('fields', { count: fields.length })}</p>}
        </div>
        {mayChange && fields.length > 0 ? (
          <Button size="sm" icon={Ban} onClick={() => onIgnore({ object, fields })}>
            {t('ignoreAll')}
          </Button>
        ) : null}
        {mayChange ? (
          <Button size="sm" icon={RefreshCw} onClick={() => onSync(object.key)}>
            {t('syncOnly')}
          </Button>
        ) : null}
      </header>
      {fields.length > 0 ? null : (
        <div className="border-t border-line px-4 py-3">
          <WhyText why={object.syncWhy} />
        </div>
      )}
      {data === undefined ? (
        error === null ? (
          <LoadingRows rows={6} label={t('loading')} />
        ) : (
          <FailureView failure={error} title={t('failed')} onRetry={refresh} size="panel" />
        )
      ) : (
        <>
          <ObjectDifferences
            object={labelOf(object)}
            fields={fields}
            onIgnore={mayChange ? (field) => onIgnore({ object, fields: [field] }) : null}
            texts={textsOf(data)}
          />
          {data.isTooLong ? <p className="px-4 py-3 text-sm text-fg-2">{t('tooLong')}</p> : null}
          {data.exists ? null : <PlannedText place={place} name={detail.name} object={object} after={after} />}
        </>
      )}
    </Panel>
  )

  /** Both sides, or the one that there is: what is not in Git goes. */
  function textsOf({ live, after: planned, resourceVersion }: ObjectComparison) {
    const goes = object.syncWhy !== null && GOES.includes(object.syncWhy.reason)
    if (live === '' || (planned === '' && !goes)) return null
    return {
      before: live,
      after: planned,
      labels: { before: t('before', { version: resourceVersion }), after: goes ? t('gone') : after },
    }
  }
}
