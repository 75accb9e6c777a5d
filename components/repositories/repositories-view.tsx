'use client'
import { FolderGit2, Pencil, Plus, RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can, useCan } from '#components/patterns/can.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable } from '#components/patterns/resource-table.tsx'
import { useRemoteList } from '#components/patterns/use-remote-list.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { RepositoryPage, RepositorySummary } from '#lib/features/repositories/types.ts'
import { repositoriesApi, type DevopsPlace } from '../deployments/urls.ts'
import { DeleteRepositoryDialog } from './delete-dialog.tsx'
import { EditRepositoryDialog } from './edit-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { REPOSITORY_LIST } from './list-shape.ts'
import { useRepositoryColumns } from './columns.tsx'

type Props = { place: DevopsPlace; initial: RepositoryPage | undefined }

type OpenAct = { kind: 'import' } | { kind: 'edit' | 'delete'; repository: RepositorySummary }

/** The code repositories of a DevOps project: what they are, whether they answer, who uses them. */
export function RepositoriesView({ place, initial }: Props) {
  const t = useTranslations('repositories')
  const { list, data, error, fetching, refresh } = useRemoteList(
    'repositories',
    repositoriesApi(place),
    REPOSITORY_LIST,
    initial,
  )
  const [act, setAct] = useState<OpenAct | null>(null)
  const mayManage = useCan('devops.repositories.manage')
  const columns = useRepositoryColumns(place)
  const close = () => setAct(null)
  const menuOf = (row: RepositorySummary) => <RowMenu repository={row} onOpen={setAct} />
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
            <ImportButton onClick={() => setAct({ kind: 'import' })} />
          </>
        }
        rowMenu={mayManage ? menuOf : undefined}
        empty={
          <StateView
            icon={FolderGit2}
            title={t('empty.title')}
            text={t('empty.text')}
            actions={<ImportButton onClick={() => setAct({ kind: 'import' })} />}
          />
        }
      />
      {act?.kind === 'import' ? (
        <ImportDialog place={place} sampleUrl={data?.sampleRepositoryUrl ?? null} onClose={close} />
      ) : null}
      {act?.kind === 'edit' ? <EditRepositoryDialog place={place} repository={act.repository} onClose={close} /> : null}
      {act?.kind === 'delete' ? (
        <DeleteRepositoryDialog place={place} repository={act.repository} onClose={close} />
      ) : null}
    </div>
  )
}

function ImportButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations('repositories')
  return (
    <Can permission="devops.repositories.manage">
      <Button tone="primary" icon={Plus} onClick={onClick}>
        {t('import.open')}
      </Button>
    </Can>
  )
}

function RowMenu({ repository, onOpen }: { repository: RepositorySummary; onOpen: (act: OpenAct) => void }) {
  const t = useTranslations('repositories')
  return (
    <>
      <MenuItem icon={Pencil} onSelect={() => onOpen({ kind: 'edit', repository })}>
        {t('edit.open')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={() => onOpen({ kind: 'delete', repository })}>
        {t('delete.open')}
      </MenuItem>
    </>
  )
}
