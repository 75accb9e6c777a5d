'use client'
import { Pencil, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Fact, Facts as FactList, Panel, PanelHeader } from '#components/ui/panel.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { CredentialDetail, CredentialEvent } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { DeleteCredentialDialog } from './delete-dialog.tsx'
import { EditCredentialDialog } from './edit-dialog.tsx'
import { HostKeys } from './known-hosts-field.tsx'
import { credentialApi, credentialsPage } from './urls.ts'
import { CredentialUsers } from './users.tsx'

type Props = { place: DevopsPlace; initial: CredentialDetail }

/** One credential: for which host it is, who signs in with it and what was done to it. Its secret is nowhere. */
export function CredentialView({ place, initial }: Props) {
  const t = useTranslations('credentials')
  const router = useRouter()
  const { name } = initial
  const [isDeleting, setDeleting] = useState(false)
  const [url, known] = isDeleting ? [null, undefined] : [credentialApi(place, name), initial]
  const { data = initial, error } = useRemote('credentials', url, known)
  const [act, setAct] = useState<'edit' | 'delete' | null>(null)
  const close = () => setAct(null)
  if (error?.code === 'NOT_FOUND') return <Gone place={place} name={name} />
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader
        title={name}
        description={data.description === '' ? undefined : data.description}
        crumbs={[{ label: t('title'), href: credentialsPage(place) }, { label: name }]}
        actions={
          <Can permission="devops.credentials.manage">
            <Button icon={Pencil} onClick={() => setAct('edit')}>
              {t('edit.open')}
            </Button>
            <Button icon={Trash2} tone="danger-quiet" onClick={() => setAct('delete')}>
              {t('delete.open')}
            </Button>
          </Can>
        }
      />
      <Facts credential={data} />
      <Panel>
        <PanelHeader title={t('detail.users')} count={data.repositoryCount} />
        <CredentialUsers place={place} users={data.users} total={data.repositoryCount} />
      </Panel>
      <Panel>
        <PanelHeader title={t('detail.events')} />
        <Events events={data.events} />
      </Panel>
      {act === 'edit' ? <EditCredentialDialog place={place} credential={data} onClose={close} /> : null}
      {act === 'delete' ? (
        <DeleteCredentialDialog
          place={place}
          credential={data}
          onClose={close}
          onDeleting={setDeleting}
          onDeleted={() => router.push(credentialsPage(place))}
        />
      ) : null}
    </div>
  )
}

function Facts({ credential }: { credential: CredentialDetail }) {
  const t = useTranslations('credentials')
  const { type, boundTo, username, hostKeys, lastUsedAt, createdAt, updatedAt } = credential
  return (
    <Panel>
      <FactList className="px-4 py-3">
        <Fact label={t('columns.type')}>{t(`types.${type}`)}</Fact>
        <Fact label={t('columns.boundTo')}>
          <code className="text-xs anywhere">{boundTo}</code>
        </Fact>
        <Fact label={t('fields.username')}>
          <span className="anywhere">{username === '' ? t('detail.none') : username}</span>
        </Fact>
        <Fact label={t('detail.lastUsed')}>
          {lastUsedAt === null ? t('detail.never') : <TimeText at={lastUsedAt} />}
        </Fact>
        <Fact label={t('columns.createdAt')}>
          <TimeText at={createdAt} />
        </Fact>
        <Fact label={t('columns.updatedAt')}>
          <TimeText at={updatedAt} />
        </Fact>
      </FactList>
      {hostKeys.length === 0 ? null : (
        <div className="border-t border-line px-4 py-3">
          <h3 className="mb-1 text-xs text-fg-3">{t('knownHosts.label')}</h3>
          <HostKeys keys={hostKeys} />
        </div>
      )}
    </Panel>
  )
}

/** Actions that have words; another one is shown by its name. */
const KNOWN = ['credential.create', 'credential.edit'] as const
const CHANGES = ['description', 'username', 'boundTo', 'knownHosts', 'secret'] as const

function Events({ events }: { events: readonly CredentialEvent[] }) {
  const t = useTranslations('credentials')
  if (events.length === 0) return <p className="px-4 py-3 text-sm text-fg-2">{t('detail.eventsNone')}</p>
  const wordsOf = ({ action, changed }: CredentialEvent): string => {
    const known = KNOWN.find((one) => one === action)
    if (known === undefined) return action
    const parts = CHANGES.filter((one) => changed.includes(one)).map((one) => t(`changes.${one}`))
    return [t(known === 'credential.create' ? 'events.create' : 'events.edit'), parts.join(', ')]
      .filter((part) => part !== '')
      .join(': ')
  }
  return (
    <ul>
      {events.map((event) => (
        <li key={event.id} className="flex flex-wrap gap-x-4 border-t border-line px-4 py-2 text-sm first:border-t-0">
          <span className="min-w-0 flex-1 anywhere">{wordsOf(event)}</span>
          <span className="text-fg-2">{event.actor}</span>
          <TimeText at={event.at} />
        </li>
      ))}
    </ul>
  )
}

function Gone({ place, name }: { place: DevopsPlace; name: string }) {
  const t = useTranslations('credentials.detail')
  return (
    <StateView
      headingLevel={1}
      title={t('gone', { name })}
      text={t('goneText')}
      actions={
        <LinkButton href={credentialsPage(place)} tone="primary">
          {t('back')}
        </LinkButton>
      }
    />
  )
}
