'use client'
import { Layers, Pencil, Plus, RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can, useCan } from '#components/patterns/can.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable } from '#components/patterns/resource-table.tsx'
import { useRemoteList } from '#components/patterns/use-remote-list.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { WorkspacePage, WorkspaceRow } from '#lib/features/workspaces/types.ts'
import { DeleteWorkspaceDialog, EditWorkspaceDialog } from './change-dialogs.tsx'
import { useWorkspaceColumns } from './columns.tsx'
import { CreateWorkspaceDialog } from './create-dialog.tsx'
import { WORKSPACE_LIST } from './list-shape.ts'

type OpenAct = { kind: 'create' } | { kind: 'edit' | 'delete'; workspace: WorkspaceRow }

const API = '/api/platform/workspaces'

/** Every workspace of the installation. */
export function PlatformWorkspacesView({ initial }: { initial: WorkspacePage | undefined }) {
  const t = useTranslations('workspaces')
  const { list, data, error, fetching, refresh } = useRemoteList('workspaces', API, WORKSPACE_LIST, initial)
  const [act, setAct] = useState<OpenAct | null>(null)
  const mayManage = useCan('platform.workspaces.manage')
  const menuOf = (workspace: WorkspaceRow) => <RowMenu workspace={workspace} onOpen={setAct} />
  const create = <CreateButton onClick={() => setAct({ kind: 'create' })} />
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t('lead')} />
      <ResourceTable
        label={t('title')}
        columns={useWorkspaceColumns()}
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
        empty={<StateView icon={Layers} title={t('empty.title')} text={t('empty.text')} actions={create} />}
      />
      <OpenDialog act={act} onClose={() => setAct(null)} />
    </div>
  )
}

function OpenDialog({ act, onClose }: { act: OpenAct | null; onClose: () => void }) {
  if (act === null) return null
  if (act.kind === 'create') return <CreateWorkspaceDialog onClose={onClose} />
  const Dialog = act.kind === 'edit' ? EditWorkspaceDialog : DeleteWorkspaceDialog
  return <Dialog workspace={act.workspace} onClose={onClose} />
}

function CreateButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations('workspaces')
  return (
    <Can permission="platform.workspaces.manage">
      <Button tone="primary" icon={Plus} onClick={onClick}>
        {t('create.open')}
      </Button>
    </Can>
  )
}

function RowMenu({ workspace, onOpen }: { workspace: WorkspaceRow; onOpen: (act: OpenAct) => void }) {
  const t = useTranslations('workspaces')
  return (
    <>
      <MenuItem icon={Pencil} onSelect={() => onOpen({ kind: 'edit', workspace })}>
        {t('edit.open')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={() => onOpen({ kind: 'delete', workspace })}>
        {t('delete.open')}
      </MenuItem>
    </>
  )
}
