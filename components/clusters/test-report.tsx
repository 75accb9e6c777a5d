'use client'
import { CircleCheck, CircleX } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { Quotation } from '#components/patterns/failure-notice.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Fact, Facts } from '#components/ui/panel.tsx'
import type { ClusterTest } from '#lib/features/clusters/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import { RightsList } from './rights-list.tsx'

/** What a connection test found: version, identity and rights, or why there was no answer. */
export function TestReport({ test }: { test: ClusterTest }) {
  const t = useTranslations()
  const why = test.ok ? null : describeWhy(test, t)
  return (
    <section
      aria-label={t('clusters.test.title')}
      className={cn('overflow-hidden rounded-md border', test.ok ? 'border-ok-line' : 'border-bad-line')}
    >
      <div
        role="status"
        className={cn('flex items-center gap-2 px-3 py-2 text-sm', test.ok ? 'bg-ok-soft' : 'bg-bad-soft')}
      >
        <Icon as={test.ok ? CircleCheck : CircleX} className={test.ok ? 'text-ok' : 'text-bad'} />
        <p className="min-w-0 flex-1 font-semibold">{why === null ? t('clusters.test.connected') : why.short}</p>
        <span className="tnum text-xs text-fg-2">{t('repositories.test.ms', { ms: test.ms })}</span>
      </div>
      {why === null ? null : (
        <div className="border-t border-bad-line px-3 py-2.5 text-sm">
          <p>{why.text}</p>
          <Quotation text={why.detail} />
        </div>
      )}
      {test.ok ? <Found test={test} /> : null}
    </section>
  )
}

function Found({ test }: { test: Extract<ClusterTest, { ok: true }> }) {
  const t = useTranslations('clusters')
  const { facts, rights, knownAs, server } = test
  return (
    <div className="grid gap-3 px-3 py-3">
      <Facts className="wide:grid-cols-2">
        <Fact label={t('columns.server')}>
          <code className="text-xs anywhere">{server}</code>
        </Fact>
        <Fact label={t('columns.version')}>{facts.kubeVersion}</Fact>
        <Fact label={t('facts.identity')}>
          <code className="text-xs anywhere">{facts.identity === '' ? t('unknown') : facts.identity}</code>
        </Fact>
        <Fact label={t('columns.nodes')}>{facts.nodeCount ?? t('unknown')}</Fact>
      </Facts>
      {knownAs === null ? null : (
        <Banner tone="warn" title={t('test.knownAs', { name: knownAs })}>
          {t('test.knownAsText')}
        </Banner>
      )}
      <RightsList rights={rights} />
    </div>
  )
}
