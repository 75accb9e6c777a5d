'use client'
import { useTranslations } from 'use-intl/react'
import { NameCell } from '#components/patterns/name-cell.tsx'
import type { Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import type { CredentialSummary } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { credentialPage } from './urls.ts'

/** The columns of the list. */
export function useCredentialColumns(place: DevopsPlace): Column<CredentialSummary>[] {
  const t = useTranslations('credentials')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ name, description }) => <NameCell name={name} href={credentialPage(place, name)} below={description} />,
    },
    {
      id: 'type',
      header: t('columns.type'),
      width: 'w-44',
      cell: ({ type }) => <span className="text-sm text-fg-2">{t(`types.${type}`)}</span>,
    },
    {
      id: 'boundTo',
      header: t('columns.boundTo'),
      width: 'w-[24%]',
      cell: ({ boundTo }) => (
        <code className="line-clamp-2 text-xs text-fg-2 anywhere" title={boundTo}>
          {boundTo}
        </code>
      ),
    },
    {
      id: 'usedBy',
      header: t('columns.usedBy'),
      width: 'w-32',
      cell: ({ repositoryCount }) => (
        <span className="tnum text-sm text-fg-2">
          {repositoryCount === 0 ? t('unused') : t('usedBy', { count: repositoryCount })}
        </span>
      ),
    },
    {
      id: 'createdAt',
      header: t('columns.createdAt'),
      sort: 'createdAt',
      width: 'w-[168px]',
      hideBelow: 'wide',
      cell: ({ createdAt }) => <TimeText at={createdAt} relative="hidden" />,
    },
    {
      id: 'updatedAt',
      header: t('columns.updatedAt'),
      sort: 'updatedAt',
      width: 'w-[168px]',
      hideBelow: 'nav',
      cell: ({ updatedAt }) => <TimeText at={updatedAt} relative="hidden" />,
    },
  ]
}
