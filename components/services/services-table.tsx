'use client'
import { Globe, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { OpenedPanel, useOpenedObject } from '#components/objects/use-opened-object.tsx'
import { useCan } from '#components/patterns/can.tsx'
import { LiveIndicator, useIsStale } from '#components/patterns/live.tsx'
import { localPage, type LocalList } from '#lib/core/local-page.ts'
import { ResourceTable } from '#components/patterns/resource-table.tsx'
import { useListParams, type ListShape } from '#components/patterns/use-list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import { servicesApi, type ProjectPlace } from '#components/shell/paths.ts'
import { IconButton } from '#components/ui/button.tsx'
import { MenuItem } from '#components/ui/menu.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { ServiceList, ServiceRow } from '#lib/features/services/types.ts'
import { canBeExposed } from './addresses.ts'
import { ExternalAccessDialog } from './external-access-dialog.tsx'
import { useServiceColumns } from './service-columns.tsx'

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'Headless', 'ExternalName'] as const

const SHAPE: ListShape = {
  sorts: ['name', 'type', 'createdAt'],
  defaultSort: 'createdAt',
  defaultDirection: 'desc',
  filters: { type: TYPES },
  hideable: ['type', 'internal', 'external', 'endpoints', 'createdAt'],
}

const LIST: LocalList<ServiceRow> = {
  searchText: ({ name, managedBy }) => `${name} ${managedBy?.name ?? ''}`,
  sortValue: {
    name: ({ name }) => name,
    type: ({ type, name }) => `${type}/${name}`,
    createdAt: ({ createdAt }) => createdAt,
  },
  filter: { type: ({ type }, wanted) => type === wanted },
}

/** The list, kept fresh by the project's live stream, with the dialog that changes the external access. */
export function ServicesTable({ place }: { place: ProjectPlace }) {
  const t = useTranslations()
  const list = useListParams(SHAPE)
  const remote = useRemote<ServiceList>('services', servicesApi(place.workspace, place.cluster, place.project))
  const [edited, setEdited] = useState<ServiceRow | null>(null)
  const opened = useOpenedObject()
  const open = ({ name }: ServiceRow) =>
    opened.open({ group: '', version: 'v1', kind: 'Service', namespace: place.project, name })
  const mayOpen = useCan('project.workloads.view')
  const mayManage = useCan('project.services.manage')
  const menuOf = (row: ServiceRow) =>
    canBeExposed(row) ? (
      <MenuItem icon={Globe} onSelect={() => setEdited(row)}>
        {t('services.edit.menu')}
      </MenuItem>
    ) : null
  return (
    <>
      <ResourceTable
        label={t('services.title')}
        columns={useServiceColumns(place.workspace, mayOpen ? open : undefined)}
        page={remote.data && localPage(remote.data.services, list.params, LIST)}
        rowKey={({ name }) => name}
        rowName={({ name }) => name}
        list={list}
        searchLabel={t('services.search')}
        filters={[
          {
            id: 'type',
            label: t('services.columns.type'),
            options: TYPES.map((type) => ({ value: type, label: type })),
          },
        ]}
        toolbar={
          <>
            <LiveIndicator />
            <IconButton
              icon={RotateCw}
              label={t('common.actions.refresh')}
              busy={remote.fetching}
              onClick={remote.refresh}
            />
          </>
        }
        rowMenu={mayManage ? menuOf : undefined}
        failure={remote.error}
        onRetry={remote.refresh}
        fetching={remote.fetching}
        empty={<StateView icon={NAV_ICONS.services} title={t('services.empty')} text={t('services.emptyText')} />}
        dimmed={useIsStale()}
        tall
      />
      <OpenedPanel access={{ kind: 'project', ...place }} opened={opened} />
      {edited === null ? null : (
        <ExternalAccessDialog
          key={edited.name}
          place={place}
          service={edited}
          nodes={remote.data?.nodes ?? []}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  )
}
