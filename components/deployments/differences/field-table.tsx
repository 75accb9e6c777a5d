'use client'
import { useTranslations } from 'use-intl/react'
import { useDateTime } from '#components/patterns/time-text.tsx'
import { Button } from '#components/ui/button.tsx'
import type { FieldDifference } from '#lib/features/deployments/types.ts'
import type { ComparedField } from '#lib/features/objects/types.ts'
import { ownerKind } from './owner.ts'

/** A field of a comparison, or of a plan, which does not say when its owner last wrote. */
export type ShownField = FieldDifference & Partial<ComparedField>

type Props<Field extends ShownField> = {
  label: string
  fields: readonly Field[]
  /** Null: this person may not, or it is not the place for it. */
  onIgnore: ((field: Field) => void) | null
}

/** Field by field: what the cluster has, what Git says, who wrote it and when. */
export function FieldTable<Field extends ShownField>({ label, fields, onIgnore }: Props<Field>) {
  const t = useTranslations('deployments.compare')
  return (
    // A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="relative overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className="w-full min-w-[640px] table-fixed border-collapse text-sm">
        <thead>
          <tr className="h-9 border-y border-line bg-sunken text-xs text-fg-2">
            <th scope="col" className="w-[30%] px-3 pl-4">
              {t('field')}
            </th>
            <th scope="col" className="px-3">
              {t('live')}
            </th>
            <th scope="col" className="px-3">
              {t('desired')}
            </th>
            <th scope="col" className="w-[19%] px-3">
              {t('owner')}
            </th>
            <th scope="col" className="w-[10%] px-3 max-wide:hidden">
              {t('onSync')}
            </th>
            {onIgnore === null ? null : (
              <th scope="col" className="w-[84px] px-3">
                <span className="sr-only">{t('ignore')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <FieldRow key={field.pointer} field={field} onIgnore={onIgnore} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

type RowProps<Field extends ShownField> = Pick<Props<Field>, 'onIgnore'> & { field: Field }

function FieldRow<Field extends ShownField>({ field, onIgnore }: RowProps<Field>) {
  const t = useTranslations('deployments.compare')
  const { path, live, desired } = field
  const onSync = desired === null ? 'removed' : live === null ? 'added' : 'changed'
  return (
    <tr className="border-b border-line align-top hover:bg-hover">
      <th scope="row" className="px-3 py-2 pl-4 font-normal">
        <code className="text-xs anywhere">{path}</code>
      </th>
      <td className="px-3 py-2">
        <Value text={live} sign="−" className="bg-del-bg" />
      </td>
      <td className="px-3 py-2">
        <Value text={desired} sign="+" className="bg-add-bg" />
      </td>
      <td className="px-3 py-2">
        <Owner field={field} />
      </td>
      <td className="px-3 py-2 text-xs text-fg-2 max-wide:hidden">{t(onSync)}</td>
      {onIgnore === null ? null : (
        <td className="px-3 py-1.5 text-right">
          <Button size="sm" onClick={() => onIgnore(field)} aria-label={t('ignoreField', { path })}>
            {t('ignore')}
          </Button>
        </td>
      )}
    </tr>
  )
}

/** The field manager, what it is as far as its name tells, and when it last wrote. */
function Owner({ field: { owner, changedAt = null } }: { field: ShownField }) {
  const t = useTranslations('deployments.compare')
  const dateTime = useDateTime()
  const kind = ownerKind(owner)
  return (
    <span className="block min-w-0 text-xs text-fg-2">
      {owner === '' ? null : <code className="text-fg anywhere">{owner}</code>}{' '}
      <span className="whitespace-nowrap">{t(`owners.${kind}`)}</span>
      {changedAt === null ? null : (
        <time dateTime={changedAt} className="tnum block whitespace-nowrap text-fg-3">
          {dateTime(changedAt)}
        </time>
      )}
    </span>
  )
}

/** A value with the sign of its side, so that colour is not needed. */
function Value({ text, sign, className }: { text: string | null; sign: string; className: string }) {
  const t = useTranslations('deployments.compare')
  if (text === null) return <span className="text-xs text-fg-3">{t('notThere')}</span>
  return (
    <code
      className={`inline-block max-w-full rounded-xs px-1.5 py-0.5 text-xs whitespace-pre-wrap anywhere ${className}`}
    >
      <span aria-hidden className="mr-1.5 text-fg-2 select-none">
        {sign}
      </span>
      {text}
    </code>
  )
}
