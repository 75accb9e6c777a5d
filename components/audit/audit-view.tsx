'use client'
import { Clock, Download, RotateCw, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useTimeZone, useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import type { TableFilter } from '#components/patterns/table-toolbar.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useListParams, type ListState } from '#components/patterns/use-list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Input } from '#components/ui/input.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { Page } from '#lib/core/page.ts'
import { AUDIT_RANGES, EXPORT_FORMATS } from '#lib/features/audit/schema.ts'
import type { AuditFacets, AuditRow } from '#lib/features/audit/types.ts'
import { DEFAULT_TIME_ZONE } from '#lib/i18n/locales.ts'
import { AuditPanel } from './audit-panel.tsx'
import { AUDIT_LIST, WORKSPACE_AUDIT_LIST } from './list-shape.ts'
import { RetentionDialog } from './retention-dialog.tsx'
import { useActionWords } from './use-action-words.ts'

type Props = {
  /** The lines of one workspace; without it, of all places. */
  workspace?: string
  initial: Page<AuditRow> | undefined
  facets: AuditFacets
}

/** Who did what where, newest first; what the filters leave can be taken along as a file. */
export function AuditView({ workspace, initial, facets: first }: Props) {
  const t = useTranslations('audit')
  const api = workspace === undefined ? '/api/platform/audit' : `/api/w/${workspace}/audit`
  const list = useListParams(workspace === undefined ? AUDIT_LIST : WORKSPACE_AUDIT_LIST)
  const [firstQuery] = useState(list.query)
  const query = useQuery(list)
  const url = query === '' ? api : `${api}?${query}`
  const { data, error, fetching, refresh } = useRemote('audit', url, list.query === firstQuery ? initial : undefined)
  const { data: facets = first } = useRemote('audit', `${api}/facets`, first)
  const [shown, setShown] = useState<AuditRow | null>(null)
  const [editing, setEditing] = useState(false)
  const { retention } = facets
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader
        title={t('title')}
        description={`${t(workspace === undefined ? 'lead' : 'leadOfWorkspace')} ${t('kept', { days: retention.auditDays })}`}
        actions={
          <Can permission="platform.settings.manage">
            <Button icon={Clock} onClick={() => setEditing(true)}>
              {t('retention.open')}
            </Button>
          </Can>
        }
      />
      <ResourceTable
        label={t('title')}
        columns={useColumns(setShown, workspace !== undefined)}
        page={data}
        rowKey={(row) => row.id}
        rowName={(row) => row.action}
        list={list}
        searchLabel={t('search')}
        filters={useFilters(facets)}
        filterAside={<Days list={list} />}
        failure={error}
        onRetry={refresh}
        fetching={fetching}
        toolbar={
          <>
            <IconButton icon={RotateCw} label={t('refreshList')} busy={fetching} onClick={refresh} />
            <ExportMenu api={api} query={query} />
          </>
        }
        empty={<StateView icon={ScrollText} title={t('empty.title')} text={t('empty.text')} />}
      />
      {shown === null ? null : <AuditPanel row={shown} onClose={() => setShown(null)} />}
      {editing ? <RetentionDialog retention={retention} onClose={() => setEditing(false)} /> : null}
    </div>
  )
}

/** What the rows depend on; days begin where the person is, as the times in the list do. */
function useQuery({ query, params }: ListState): string {
  const zone = useTimeZone() ?? DEFAULT_TIME_ZONE
  const hasDays = params.filters['from'] !== undefined || params.filters['to'] !== undefined
  return hasDays ? `${query}&zone=${encodeURIComponent(zone)}` : query
}

function useFilters({ actions, workspaces }: AuditFacets): TableFilter[] {
  const t = useTranslations('audit')
  const wordsOf = useActionWords()
  const offered = workspaces.map((value) => ({ value, label: value }))
  return [
    { id: 'action', label: t('filters.action'), options: actions.map((value) => ({ value, label: wordsOf(value) })) },
    ...(offered.length === 0 ? [] : [{ id: 'workspace', label: t('filters.workspace'), options: offered }]),
    {
      id: 'range',
      label: t('filters.range'),
      options: AUDIT_RANGES.filter((range) => range !== 'all').map((value) => ({ value, label: t(`ranges.${value}`) })),
    },
  ]
}

/** The first and the last day, where a range is not enough. */
function Days({ list }: { list: ListState }) {
  const t = useTranslations('audit.filters')
  return (
    <span className="flex items-center gap-1.5">
      {(['from', 'to'] as const).map((end) => (
        <Input
          key={end}
          type="date"
          aria-label={t(end)}
          title={t(end)}
          className="w-36"
          value={list.params.filters[end] ?? ''}
          onChange={(event) => list.set({ filters: { [end]: event.target.value || undefined } })}
        />
      ))}
    </span>
  )
}

/** The way to the file of what the filters leave. The answer is saved by the browser; the page stays. */
function ExportMenu({ api, query }: { api: string; query: string }) {
  const t = useTranslations('audit.export')
  const kept = new URLSearchParams(query)
  for (const name of ['page', 'pageSize', 'sort', 'direction']) kept.delete(name)
  const download = (format: string) => {
    kept.set('format', format)
    const link = document.createElement('a')
    link.href = `${api}/export?${kept.toString()}`
    link.download = ''
    link.click()
  }
  return (
    <Menu
      trigger={
        <Button>
          <Icon as={Download} />
          {t('open')}
        </Button>
      }
    >
      {EXPORT_FORMATS.map((format) => (
        <MenuItem key={format} icon={Download} onSelect={() => download(format)}>
          {t(format)}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** Inside of one workspace, its name says nothing about a line. */
function useColumns(onOpen: (row: AuditRow) => void, isInside: boolean): Column<AuditRow>[] {
  const t = useTranslations('audit')
  const wordsOf = useActionWords()
  const cut = (text: string) => (
    <span className="block truncate text-sm text-fg-2" title={text}>
      {text}
    </span>
  )
  return [
    {
      id: 'at',
      header: t('columns.at'),
      sort: 'at',
      width: 'w-[168px]',
      cell: ({ at }) => <TimeText at={at} relative="hidden" />,
    },
    { id: 'actor', header: t('columns.actor'), width: 'w-[16%]', cell: ({ actor }) => cut(actor) },
    {
      id: 'action',
      header: t('columns.action'),
      width: 'w-[24%]',
      isName: true,
      cell: (row) => (
        <button
          type="button"
          title={row.action}
          onClick={() => onOpen(row)}
          className="block min-h-6 max-w-full truncate text-left text-sm font-semibold hover:text-accent hover:underline"
        >
          {wordsOf(row.action)}
        </button>
      ),
    },
    { id: 'target', header: t('columns.target'), cell: ({ target }) => cut(target.name) },
    {
      id: 'workspace',
      header: t('columns.workspace'),
      width: 'w-[18%]',
      hideBelow: 'nav',
      cell: ({ workspace, devopsProject, project }) => {
        const names = [isInside ? null : workspace, devopsProject ?? project].filter((name) => name !== null)
        return cut(names.join(' / ') || t(isInside ? 'workspace' : 'platform'))
      },
    },
  ]
}
