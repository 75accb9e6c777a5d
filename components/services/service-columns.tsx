'use client'
import { CircleCheck, Rocket, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { NameCell } from '#components/patterns/name-cell.tsx'
import type { Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { devopsProjectPage } from '#components/shell/paths.ts'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { ServiceRow } from '#lib/features/services/types.ts'
import { AddressList } from './address-list.tsx'
import { externalAddresses, portText } from './addresses.ts'

export function useServiceColumns(workspace: string, onOpen?: (row: ServiceRow) => void): Column<ServiceRow>[] {
  const t = useTranslations('services')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: (row) => (
        <NameCell
          name={row.name}
          {...(onOpen && { onOpen: () => onOpen(row) })}
          below={<Manager row={row} workspace={workspace} />}
        />
      ),
    },
    {
      id: 'type',
      header: t('columns.type'),
      sort: 'type',
      width: 'w-[108px] wide:w-[130px]',
      hideBelow: 'nav',
      cell: ({ type }) => <span className="text-sm whitespace-nowrap text-fg-2">{type}</span>,
    },
    {
      id: 'internal',
      header: t('columns.internal'),
      width: 'w-[132px] wide:w-[190px]',
      hideBelow: 'nav',
      cell: (row) => <InternalAccess row={row} />,
    },
    {
      id: 'external',
      header: t('columns.external'),
      width: 'w-[190px] wide:w-[250px]',
      cell: (row) => <ExternalAccess row={row} />,
    },
    {
      id: 'endpoints',
      header: t('columns.endpoints'),
      width: 'w-[136px] wide:w-[170px]',
      cell: (row) => <Endpoints row={row} />,
    },
    {
      id: 'createdAt',
      header: t('columns.createdAt'),
      sort: 'createdAt',
      width: 'w-[164px]',
      hideBelow: 'wide',
      cell: ({ createdAt }) => <TimeText at={createdAt} relative="hidden" />,
    },
  ]
}

/** Who made the Service: a continuous deployment, or somebody by hand. */
function Manager({ row, workspace }: { row: ServiceRow; workspace: string }) {
  const t = useTranslations('services')
  if (row.managedBy === null) return t('direct')
  const { name, devopsProject } = row.managedBy
  return (
    <Link
      href={`${devopsProjectPage(workspace, devopsProject)}/deployments/${name}`}
      title={t('managedBy', { name })}
      className="inline-flex min-h-6 max-w-full items-center gap-1 hover:text-accent hover:underline"
    >
      <Icon as={Rocket} className="size-3.5" />
      <span className="truncate">{name}</span>
    </Link>
  )
}

function InternalAccess({ row }: { row: ServiceRow }) {
  const t = useTranslations('services')
  if (row.type === 'ExternalName') return <span className="font-mono text-xs anywhere">{row.externalName}</span>
  const ports = row.ports.map(portText).join(', ')
  return (
    <div className="min-w-0 font-mono text-xs">
      {row.type === 'Headless' ? (
        <span className="font-sans text-fg-3">{t('none')}</span>
      ) : (
        <span className="block truncate">{row.clusterIP}</span>
      )}
      <span title={ports} className="block truncate text-fg-3">
        {ports}
      </span>
    </div>
  )
}

function ExternalAccess({ row }: { row: ServiceRow }) {
  const t = useTranslations('services')
  const addresses = externalAddresses(row)
  if (addresses.length > 0) return <AddressList addresses={addresses} name={row.name} />
  return <span className="text-sm text-fg-3">{row.access === 'none' ? t('none') : t('pendingAddress')}</span>
}

function Endpoints({ row }: { row: ServiceRow }) {
  const t = useTranslations('services')
  const { ready, total } = row.endpoints
  if (row.type === 'ExternalName')
    return <span className="text-sm whitespace-nowrap text-fg-3">{t('notApplicable')}</span>
  const isWhole = total > 0 && ready === total
  return (
    <span
      className={cn(
        'tnum flex items-center gap-1.5 text-sm whitespace-nowrap',
        isWhole ? 'text-fg-2' : 'font-medium text-warn',
      )}
    >
      <Icon as={isWhole ? CircleCheck : TriangleAlert} className={isWhole ? 'text-ok' : undefined} />
      {total === 0 ? t('noEndpoints') : t('ready', { ready, total })}
    </span>
  )
}
