'use client'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { misfit, originOfAddress } from '#lib/features/credentials/schema.ts'
import { MOST_CREDENTIALS, type CredentialPage, type CredentialSummary } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { CreateCredentialDialog } from './create-dialog.tsx'
import { credentialsApi } from './urls.ts'

const QUERY = new URLSearchParams({ pageSize: String(MOST_CREDENTIALS), sort: 'name', direction: 'asc' }).toString()

type Props = {
  place: DevopsPlace
  /** The repository's URL: credentials for another host stay in the list with the reason. */
  url: string
  value: string | null
  onValue: (name: string | null) => void
  error?: string | undefined
}

/** Chooses the credential that signs in at a repository, or makes one for its host in place. */
export function CredentialField({ place, url, value, onValue, error }: Props) {
  const t = useTranslations('credentials')
  const { data } = useRemote<CredentialPage>('credentials', `${credentialsApi(place)}?${QUERY}`)
  const [creating, setCreating] = useState(false)
  const mayManage = useCan('devops.credentials.manage')
  const origin = originOfAddress(url)
  const optionOf = (credential: CredentialSummary) => {
    const problem = misfit(credential, url)
    return {
      value: credential.name,
      label: credential.name,
      description: `${t(`types.${credential.type}`)} · ${credential.boundTo}`,
      icon: KeyRound,
      blocked: problem === null ? undefined : t(`choice.misfit.${problem}`),
    }
  }
  return (
    <>
      <Field label={t('choice.label')} hint={t('choice.hint')} error={error}>
        {(control) => (
          <div className="flex gap-2">
            <div className="min-w-0 flex-1">
              <Combobox
                control={control}
                options={[{ value: '', label: t('choice.none') }, ...(data?.items ?? []).map(optionOf)]}
                value={value ?? ''}
                onValue={(name) => onValue(name === '' ? null : name)}
                placeholder={t('choice.none')}
                searchLabel={t('choice.search')}
                emptyText={t('choice.empty')}
              />
            </div>
            {mayManage ? (
              <Button icon={Plus} blocked={origin === null} onClick={() => setCreating(true)}>
                {t('choice.create')}
              </Button>
            ) : null}
          </div>
        )}
      </Field>
      {creating && origin !== null ? (
        <CreateCredentialDialog place={place} boundTo={origin} onClose={() => setCreating(false)} onCreated={onValue} />
      ) : null}
    </>
  )
}
