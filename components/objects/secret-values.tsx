'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { useCan } from '#components/patterns/can.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { ObjectDetail, SecretEntry, SecretValue } from '#lib/features/objects/types.ts'
import type { ObjectAccess } from './access.ts'
import { useReveal } from './use-object-acts.ts'

/** The keys of a Secret. A value is shown only when it is asked for, one at a time, and who asked is recorded. */
export function SecretValues({ access, detail }: { access: ObjectAccess; detail: ObjectDetail }) {
  const t = useTranslations('objects.secret')
  const mayReveal = useCan(access.kind === 'project' ? 'project.secrets.reveal' : 'devops.secrets.reveal')
  const entries = detail.secretEntries ?? []
  return (
    <section aria-label={t('title')} className="rounded-sm border border-line">
      <p className="border-b border-line bg-sunken px-3 py-2 text-xs text-fg-2">
        {mayReveal ? t('note') : t('noteViewer')}
      </p>
      {entries.length === 0 ? <p className="px-3 py-2 text-sm text-fg-3">{t('empty')}</p> : null}
      <ul>
        {entries.map((entry) => (
          <Entry key={entry.key} access={access} detail={detail} entry={entry} mayReveal={mayReveal} />
        ))}
      </ul>
    </section>
  )
}

type EntryProps = { access: ObjectAccess; detail: ObjectDetail; entry: SecretEntry; mayReveal: boolean }

function Entry({ access, detail, entry, mayReveal }: EntryProps) {
  const t = useTranslations('objects.secret')
  const [value, setValue] = useState<SecretValue | null>(null)
  const reveal = useReveal(access, detail)
  const show = async () => {
    const result = await reveal.run(entry.key)
    if (result.ok) setValue(result.data)
  }
  return (
    <li className="border-b border-line px-3 py-2 last:border-b-0">
      <div className="flex min-h-7 items-center gap-3">
        <code className="min-w-0 flex-1 text-xs anywhere">{entry.key}</code>
        <span className="tnum text-xs whitespace-nowrap text-fg-3">{t('bytes', { count: entry.bytes })}</span>
        {!mayReveal ? null : value === null ? (
          <Button
            size="sm"
            icon={Eye}
            busy={reveal.pending}
            onClick={() => void show()}
            aria-label={t('showKey', { key: entry.key })}
          >
            {t('show')}
          </Button>
        ) : (
          <Button size="sm" icon={EyeOff} onClick={() => setValue(null)} aria-label={t('hideKey', { key: entry.key })}>
            {t('hide')}
          </Button>
        )}
      </div>
      <FailureNotice failure={reveal.error} />
      {value === null ? null : <Value value={value} />}
    </li>
  )
}

function Value({ value }: { value: SecretValue }) {
  const t = useTranslations('objects.secret')
  const text = value.text ?? value.base64
  return (
    <div className="mt-1">
      {value.text === null ? <p className="text-xs text-fg-2">{t('binary')}</p> : null}
      <div className="flex items-start gap-1 rounded-sm border border-line bg-surface py-1 pr-1 pl-2.5">
        <pre
          aria-label={t('valueOf', { key: value.key })}
          // A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="max-h-40 min-w-0 flex-1 overflow-y-auto py-1 text-xs whitespace-pre-wrap anywhere"
        >
          {text}
        </pre>
        <CopyButton text={text} what={value.key} />
      </div>
    </div>
  )
}
