'use client'
import { useTranslations } from 'use-intl/react'
import { WhyText } from '#components/patterns/why-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { FieldDifference, ManagedObject } from '#lib/features/deployments/types.ts'

/** What differs in one object: field by field, what the cluster has, what Git says, and who wrote it. */
export function DifferencesDialog({ object, onClose }: { object: ManagedObject; onClose: () => void }) {
  const t = useTranslations('deployments.resources')
  const common = useTranslations('common.actions')
  const { kind, namespace, name, differences } = object
  return (
    <Dialog
      open
      size="plan"
      onClose={onClose}
      title={t('differencesTitle')}
      subtitle={[`${kind} ${name}`, namespace].filter((part) => part !== '').join(' · ')}
      footnote={t('differencesNote')}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <WhyText why={object.syncWhy} className="mb-3" />
      {differences.length === 0 ? <p className="text-sm text-fg-2">{t('noDifferences')}</p> : null}
      <div
        className={differences.length === 0 ? 'hidden' : 'overflow-x-auto'}
        role="region"
        aria-label={t('differencesTitle')}
        tabIndex={0}
      >
        <table className="w-full min-w-[640px] table-fixed border-collapse text-sm">
          <thead>
            <tr className="h-9 border-y border-line bg-sunken text-xs text-fg-2">
              <th scope="col" className="w-[34%] px-3">
                {t('field')}
              </th>
              <th scope="col" className="px-3">
                {t('live')}
              </th>
              <th scope="col" className="px-3">
                {t('desired')}
              </th>
              <th scope="col" className="w-[16%] px-3">
                {t('owner')}
              </th>
            </tr>
          </thead>
          <tbody>
            {differences.map((difference, index) => (
              <DifferenceRow key={index} difference={difference} />
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  )
}

function DifferenceRow({ difference }: { difference: FieldDifference }) {
  const t = useTranslations('deployments.resources')
  const { path, live, desired, owner } = difference
  return (
    <tr className="border-b border-line align-top">
      <th scope="row" className="px-3 py-2 font-normal">
        <code className="text-xs anywhere">{path}</code>
      </th>
      <td className="px-3 py-2">
        <Value text={live} sign="−" className="bg-del-bg" absent={t('notThere')} />
      </td>
      <td className="px-3 py-2">
        <Value text={desired} sign="+" className="bg-add-bg" absent={t('notThere')} />
      </td>
      <td className="px-3 py-2 text-xs text-fg-2">
        {owner === '' ? t('ownerUnknown') : <code className="anywhere">{owner}</code>}
      </td>
    </tr>
  )
}

/** A value with the sign of its side, so that colour is not needed. */
function Value({
  text,
  sign,
  className,
  absent,
}: {
  text: string | null
  sign: string
  className: string
  absent: string
}) {
  if (text === null) return <span className="text-xs text-fg-3">{absent}</span>
  return (
    <code className={`block rounded-xs px-1.5 py-0.5 text-xs whitespace-pre-wrap anywhere ${className}`}>
      <span aria-hidden className="mr-1.5 text-fg-2 select-none">
        {sign}
      </span>
      {text}
    </code>
  )
}
