'use client'
import { useTranslations } from 'use-intl/react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import { describeError } from '#lib/i18n/describe.ts'
import { Banner } from './banner.tsx'

/** Why a request failed, in the place where it was made: words, the quotation of the other system, the request number. */
export function FailureNotice({ failure, title }: { failure: PublicError | null; title?: string }) {
  const t = useTranslations()
  if (failure === null) return null
  const words = describeError(failure, t)
  return (
    <Banner tone="bad" title={title ?? words.title} alert>
      <p>{words.text}</p>
      <Quotation text={words.detail} />
      {words.requestId === '' ? null : <RequestId id={words.requestId} />}
    </Banner>
  )
}

/** Another system's words, unshortened, with a button to copy them. */
export function Quotation({ text }: { text: string }) {
  const t = useTranslations('common.state')
  if (text === '') return null
  return (
    <div className="mt-2 flex items-start gap-1 rounded-sm border border-line bg-surface py-1 pr-1 pl-2.5">
      <pre
        aria-label={t('detail')}
        lang="en"
        // A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="max-h-40 min-w-0 flex-1 overflow-y-auto py-1 text-left text-xs whitespace-pre-wrap text-fg-2 anywhere"
      >
        {text}
      </pre>
      <CopyButton text={text} what={t('detail')} />
    </div>
  )
}

/** The number under which the server's log has this request. */
export function RequestId({ id, boxed = false }: { id: string; boxed?: boolean }) {
  const t = useTranslations('common.state')
  return (
    <p
      className={
        boxed
          ? 'inline-flex max-w-full items-center gap-2 rounded-sm border border-line bg-sunken py-0.5 pr-1 pl-3 text-xs text-fg-3'
          : 'mt-1 flex items-center gap-1.5 text-xs text-fg-3'
      }
    >
      <span className="shrink-0">{t('requestId')}</span>
      <code className="text-fg-2 anywhere">{id}</code>
      <CopyButton text={id} what={t('requestId')} />
    </p>
  )
}
