'use client'
import { PlugZap } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { gitHostOf } from '#lib/features/repositories/schema.ts'
import { CredentialField } from '../credentials/credential-field.tsx'
import type { DevopsPlace } from '../deployments/urls.ts'
import { ConnectionReport, TestingNow } from './connection-report.tsx'
import type { Connection } from './use-connection-test.ts'

type Props = {
  place: DevopsPlace
  url: string
  onUrl: (url: string) => void
  credential: string | null
  onCredential: (name: string | null) => void
  error: string | undefined
  connection: Connection
  onTest: () => void
  sampleUrl: string | null
}

/** Any Git server by its URL, who signs in there, and the connection test. */
export function SelectRepository(props: Props) {
  const { place, url, onUrl, credential, onCredential, error, connection, onTest, sampleUrl } = props
  const t = useTranslations('repositories')
  const { test, pending } = connection
  return (
    <Tabs label={t('import.providers')} value="git" onValue={() => undefined} tabs={[{ value: 'git', label: 'Git' }]}>
      <div className="grid gap-4">
        <Field label={t('fields.url')} required error={error} hint={t('import.urlHint')}>
          {(control) => (
            <div className="flex gap-2">
              <Input
                {...control}
                mono
                autoFocus
                autoComplete="off"
                inputMode="url"
                maxLength={2048}
                placeholder="https://github.com/organization/repository"
                value={url}
                onChange={(event) => onUrl(event.target.value)}
              />
              {test === null ? (
                <Button icon={PlugZap} busy={pending} onClick={onTest}>
                  {t('test.run')}
                </Button>
              ) : null}
            </div>
          )}
        </Field>
        {sampleUrl !== null && url === '' ? <SampleHint url={sampleUrl} onUse={() => onUrl(sampleUrl)} /> : null}
        <CredentialField place={place} url={url} value={credential} onValue={onCredential} />
        {test === null ? (
          pending ? (
            <TestingNow />
          ) : null
        ) : (
          <ConnectionReport test={test} host={gitHostOf(url)} pending={pending} onRetry={onTest} />
        )}
      </div>
    </Tabs>
  )
}

/** The demonstration brings a repository: nobody has to look for its address. */
function SampleHint({ url, onUse }: { url: string; onUse: () => void }) {
  const t = useTranslations('repositories.import')
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line bg-sunken px-3 py-2.5 text-xs">
      <p className="min-w-0 flex-1">
        <span className="block text-fg-2">{t('sample')}</span>
        <code className="anywhere">{url}</code>
      </p>
      <Button size="sm" onClick={onUse}>
        {t('useSample')}
      </Button>
    </div>
  )
}
