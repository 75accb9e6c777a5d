'use client'
import { Pause, Play, RefreshCw, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { Button } from '#components/ui/button.tsx'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { BatchItem, DeploymentRow } from '#lib/features/deployments/types.ts'
import { describeField } from '#lib/i18n/describe.ts'
import type { DevopsPlace } from '../urls.ts'
import { ForecastList, ResultList } from './batch-list.tsx'
import type { BatchKind } from './forecast.ts'
import { sendable } from './sendable.ts'
import { useBatchPlans } from './use-batch-plans.ts'
import { useBatch } from './use-batch.ts'

const ICONS = { sync: RefreshCw, refresh: RotateCw, pause: Pause, resume: Play } as const

export type BatchDialogProps = {
  place: DevopsPlace
  kind: BatchKind
  rows: readonly DeploymentRow[]
  onClose: () => void
  /** The names that were refused: what stays selected. */
  onDone: (refused: string[]) => void
}

/** One act on many deployments: first what will happen to each, then what became of each. Mounted means open. */
export function BatchDialog({ place, kind, rows, onClose, onDone }: BatchDialogProps) {
  const t = useTranslations('deployments.batch')
  const [chosen] = useState(rows)
  const [results, setResults] = useState<readonly BatchItem[] | null>(null)
  const finish = (items: readonly BatchItem[]) => {
    const refused = items.filter(({ refusal }) => refusal !== null).map(({ name }) => name)
    onDone(refused)
    if (refused.length > 0) return setResults(items)
    toast({ tone: 'info', title: t(`toasts.${kind}`, { count: items.length }) })
    onClose()
  }
  if (results !== null) return <Results place={place} kind={kind} items={results} onClose={onClose} />
  return <Asking place={place} kind={kind} rows={chosen} onClose={onClose} onAnswer={finish} />
}

type AskingProps = Pick<BatchDialogProps, 'place' | 'kind' | 'rows' | 'onClose'> & {
  onAnswer: (items: readonly BatchItem[]) => void
}

function Asking({ place, kind, rows, onClose, onAnswer }: AskingProps) {
  const t = useTranslations('deployments.batch')
  const { run, pending, error } = useBatch(kind)
  const [reason, setReason] = useState('')
  const [cascade, setCascade] = useState(true)
  const [all] = useState(() => rows.map(({ name }) => name))
  const planned = useBatchPlans(place, kind === 'sync' ? all : null)
  const { names, plans, settled } = sendable(all, planned)
  const send = (confirmation: string) =>
    void run({ ...place, names, plans, reason, cascade, confirmation }).then(
      (result) => result.ok && onAnswer(result.data),
    )
  const count = names.length
  const dialog = {
    onClose,
    title: t(`titles.${kind}`),
    subtitle: t('subtitle', { count: all.length, devopsProject: place.devopsProject }),
    pending,
    failure: error?.fields?.['reason'] ? null : error,
    submitLabel: t(`submit.${kind}`, { count }),
  }
  const list = <ForecastList place={place} kind={kind} rows={rows} cascade={cascade} plans={planned} />
  if (kind === 'delete')
    return (
      <ConfirmDelete {...dialog} open name={place.devopsProject} footnote={t('deleteNote')} onConfirm={send}>
        <OptionCheckbox
          className="rounded-md border border-line bg-sunken px-3 py-2.5"
          title={t('cascade')}
          description={t('cascadeText')}
          checked={cascade}
          onChecked={setCascade}
        />
        {list}
      </ConfirmDelete>
    )
  return (
    <ConfirmDialog
      {...dialog}
      size={kind === 'sync' ? 'plan' : 'decision'}
      submitIcon={ICONS[kind]}
      blocked={count === 0}
      footnote={kind === 'sync' ? t('plan.settled', { settled, count: all.length }) : undefined}
      onConfirm={() => send('')}
    >
      <p className="text-fg-2">{t(`text.${kind}`)}</p>
      {kind === 'pause' ? <ReasonField value={reason} onValue={setReason} issue={error?.fields?.['reason']} /> : null}
      {list}
    </ConfirmDialog>
  )
}

type ReasonProps = {
  value: string
  onValue: (value: string) => void
  issue: Parameters<typeof describeField>[0] | undefined
}

function ReasonField({ value, onValue, issue }: ReasonProps) {
  const t = useTranslations()
  const error = issue && value === '' ? describeField(issue, t) : undefined
  return (
    <Field label={t('deployments.pause.reason')} hint={t('deployments.pause.reasonHint')} error={error} required>
      {(control) => (
        <Input {...control} maxLength={200} value={value} onChange={(event) => onValue(event.target.value)} />
      )}
    </Field>
  )
}

function Results({
  place,
  kind,
  items,
  onClose,
}: Pick<BatchDialogProps, 'place' | 'kind' | 'onClose'> & { items: readonly BatchItem[] }) {
  const t = useTranslations('deployments.batch')
  const common = useTranslations('common.actions')
  const refused = items.filter(({ refusal }) => refusal !== null).length
  return (
    <Dialog
      open
      size="decision"
      firstFocus="dialog"
      onClose={onClose}
      title={t(`titles.${kind}`)}
      subtitle={t('resultTitle', { done: items.length - refused, refused })}
      footnote={t('keptSelected')}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <div className="grid gap-4">
        <Banner tone="warn" alert title={t('someRefused', { count: refused })}>
          {t('someRefusedText')}
        </Banner>
        <ResultList place={place} kind={kind} items={items} />
      </div>
    </Dialog>
  )
}
