'use client'
import { KeyRound, Pencil, Plus, RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can, useCan } from '#components/patterns/can.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable } from '#components/patterns/resource-table.tsx'
import { useRemoteList } from '#components/patterns/use-remote-list.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { CredentialDetail, CredentialPage, CredentialSummary } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { useCredentialColumns } from './columns.tsx'
import { CreateCredentialDialog } from './create-dialog.tsx'
import { DeleteCredentialDialog } from './delete-dialog.tsx'
import { EditCredentialDialog } from './edit-dialog.tsx'
import { CREDENTIAL_LIST } from './list-shape.ts'
import { credentialApi, credentialsApi } from './urls.ts'

type Props = { place: DevopsPlace; initial: CredentialPage | undefined }

type OpenAct = { kind: 'create' } | { kind: 'edit' | 'delete'; name: string }

/** The credentials of a DevOps project: for which host each is, and who uses it. */
export function CredentialsView({ place, initial }: Props) {
  const t = useTranslations('credentials')
  const { list, data, error, fetching, refresh } = useRemoteList(
    'credentials',
    credentialsApi(place),
    CREDENTIAL_LIST,
    initial,
  )
  const [act, setAct] = useState<OpenAct | null>(null)
  const mayManage = useCan('devops.credentials.manage')
  const columns = useCredentialColumns(place)
  const close = () => setAct(null)
  const create = <CreateButton onClick={() => setAct({ kind: 'create' })} />
  const menuOf = ({ name }: CredentialSummary) => <RowMenu name={name} onOpen={setAct} />
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t('lead')} />
      <ResourceTable
        label={t('title')}
        columns={columns}
        page={data}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        list={list}
        searchLabel={t('search')}
        failure={error}
        onRetry={refresh}
        fetching={fetching}
        toolbar={
          <>
            <IconButton icon={RotateCw} label={t('refreshList')} busy={fetching} onClick={refresh} />
            {create}
          </>
        }
        rowMenu={mayManage ? menuOf : undefined}
        empty={<StateView icon={KeyRound} title={t('empty.title')} text={t('empty.text')} actions={create} />}
      />
      {act?.kind === 'create' ? <CreateCredentialDialog place={place} onClose={close} /> : null}
      {act?.kind === 'edit' || act?.kind === 'delete' ? (
        <ActOnOne place={place} kind={act.kind} name={act.name} onClose={close} />
      ) : null}
    </div>
  )
}

function CreateButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations('credentials')
  return (
    <Can permission="devops.credentials.manage">
      <Button tone="primary" icon={Plus} onClick={onClick}>
        {t('create.open')}
      </Button>
    </Can>
  )
}

function RowMenu({ name, onOpen }: { name: string; onOpen: (act: OpenAct) => void }) {
  const t = useTranslations('credentials')
  return (
    <>
      <MenuItem icon={Pencil} onSelect={() => onOpen({ kind: 'edit', name })}>
        {t('edit.open')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={() => onOpen({ kind: 'delete', name })}>
        {t('delete.open')}
      </MenuItem>
    </>
  )
}

type ActProps = { place: DevopsPlace; kind: 'edit' | 'delete'; name: string; onClose: () => void }

/** A row of the list does not say everything that its dialogs need. */
function ActOnOne({ place, kind, name, onClose }: ActProps) {
  const [isDeleting, setDeleting] = useState(false)
  const { data } = useRemote<CredentialDetail>('credentials', isDeleting ? null : credentialApi(place, name))
  if (data?.name !== name) return null
  const props = { place, credential: data, onClose }
  if (kind === 'edit') return <EditCredentialDialog {...props} />
  return <DeleteCredentialDialog {...props} onDeleting={setDeleting} />
}
