'use client'
import { useTranslations } from 'use-intl/react'
import { TimeText } from '#components/patterns/time-text.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Fact, Facts } from '#components/ui/panel.tsx'
import type { JsonValue } from '#lib/core/json.ts'
import type { AuditRow } from '#lib/features/audit/types.ts'
import { useActionWords } from './use-action-words.ts'

/** A value is shown up to here; the export has the rest. */
const LONGEST_VALUE = 4000

/** One line in full: who, when, what, under which request, and what it was before and after. */
export function AuditPanel({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  const t = useTranslations('audit')
  const wordsOf = useActionWords()
  const { at, actor, action, target, requestId, workspace, devopsProject, project, details } = row
  const place = [workspace, devopsProject ?? project].filter((name) => name !== null).join(' / ')
  return (
    <Dialog open onClose={onClose} placement="side" title={wordsOf(action)} subtitle={target.name}>
      <div className="grid gap-5">
        <Facts className="wide:grid-cols-2">
          <Fact label={t('columns.at')}>
            <TimeText at={at} />
          </Fact>
          <Fact label={t('columns.actor')}>{actor}</Fact>
          <Fact label={t('columns.workspace')}>{place === '' ? t('platform') : place}</Fact>
          <Fact label={t('columns.target')}>
            <span className="anywhere">{target.name}</span> <span className="text-xs text-fg-3">{target.type}</span>
          </Fact>
          <Fact label={t('panel.action')}>
            <Copied text={action} />
          </Fact>
          <Fact label={t('panel.targetId')}>
            <Copied text={target.id} />
          </Fact>
          <Fact label={t('panel.requestId')}>
            <Copied text={requestId} />
          </Fact>
        </Facts>
        <Details details={details} />
      </div>
    </Dialog>
  )
}

function Copied({ text }: { text: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 text-xs anywhere">{text}</code>
      <CopyButton text={text} what={text} />
    </span>
  )
}

type Entries = [string, JsonValue][]

const entriesOf = (value: JsonValue | undefined): Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []

const textOf = (value: JsonValue | undefined): string => {
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}

/** Before and after side by side where the line has both; everything else as name and value. */
function Details({ details }: { details: JsonValue }) {
  const t = useTranslations('audit.panel')
  const all = Object.fromEntries(entriesOf(details))
  const { before, after, ...rest } = all
  const changed = before !== undefined || after !== undefined
  if (!changed && Object.keys(rest).length === 0) return <p className="text-sm text-fg-2">{t('noDetails')}</p>
  return (
    <section aria-label={t('details')} className="grid gap-4">
      {changed ? <Change before={before} after={after} /> : null}
      {Object.keys(rest).length === 0 ? null : (
        <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[160px_minmax(0,1fr)]">
          {Object.entries(rest).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="font-mono text-xs text-fg-3">{name}</dt>
              <dd className="min-w-0 text-xs">
                <Value text={textOf(value)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

function Change({ before, after }: { before: JsonValue | undefined; after: JsonValue | undefined }) {
  const t = useTranslations('audit.panel')
  const [old, present] = [Object.fromEntries(entriesOf(before)), Object.fromEntries(entriesOf(after))]
  const names = [...new Set([...Object.keys(old), ...Object.keys(present)])]
  const rows: [string, string, string][] =
    names.length === 0
      ? [['', textOf(before), textOf(after)]]
      : names.map((name) => [name, textOf(old[name]), textOf(present[name])])
  return (
    <table className="w-full table-fixed border-collapse text-left text-xs">
      <thead>
        <tr className="border-b border-line text-fg-3">
          <th scope="col" className="w-28 py-1.5 pr-3 font-normal">
            {t('field')}
          </th>
          <th scope="col" className="py-1.5 pr-3 font-normal">
            {t('before')}
          </th>
          <th scope="col" className="py-1.5 font-normal">
            {t('after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, was, is]) => (
          <tr key={name} className="border-b border-line align-top last:border-b-0">
            <th scope="row" className="py-1.5 pr-3 font-mono font-normal text-fg-3 anywhere">
              {name === '' ? t('value') : name}
            </th>
            <td className="py-1.5 pr-3">
              <Value text={was} />
            </td>
            <td className="py-1.5">
              <Value text={is} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ text }: { text: string }) {
  const t = useTranslations('audit.panel')
  if (text === '') return <span className="text-fg-3">{t('empty')}</span>
  return <span className="font-mono whitespace-pre-wrap anywhere">{text}</span>
}
