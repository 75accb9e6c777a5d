'use client'
import { LogIn, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { ProviderList } from '#lib/features/single-sign-on/types.ts'
import { ProviderPanel } from './provider-panel.tsx'
import { AddProviderDialog } from './provider-dialogs.tsx'

/** Where people sign in, and which roles their groups give. */
export function ProvidersView({ initial }: { initial: ProviderList }) {
  const t = useTranslations('singleSignOn')
  const { data = initial, error } = useRemote('single-sign-on', '/api/platform/single-sign-on', initial)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button tone="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t('add.open')}
    </Button>
  )
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t('lead')} actions={data.providers.length === 0 ? undefined : add} />
      <FailureNotice failure={error} />
      {data.providers.length === 0 ? (
        <Panel>
          <StateView icon={LogIn} title={t('empty.title')} text={t('empty.text')} actions={add} />
        </Panel>
      ) : null}
      {data.providers.map((provider) => (
        <ProviderPanel key={provider.name} provider={provider} />
      ))}
      {isAdding ? <AddProviderDialog redirectBase={data.redirectBase} onClose={() => setAdding(false)} /> : null}
    </div>
  )
}
