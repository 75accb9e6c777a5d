'use client'
import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { NameCell } from '#components/patterns/name-cell.tsx'
import type { Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import type { IconType } from '#components/ui/icon.tsx'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import { repositoryPage, type DevopsPlace } from '../deployments/urls.ts'

/** The columns of the list. */
export function useRepositoryColumns(place: DevopsPlace): Column<RepositorySummary>[] {
  const t = useTranslations('repositories')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ name, alias, description }) => (
        <NameCell name={name} href={repositoryPage(place, name)} below={alias === '' ? description : alias} />
      ),
    },
    {
      id: 'provider',
      header: t('columns.provider'),
      width: 'w-20',
      hideBelow: 'wide',
      cell: ({ provider }) => <span className="text-sm text-fg-2">{t(`providers.${provider}`)}</span>,
    },
    {
      id: 'url',
      header: t('columns.url'),
      width: 'w-[25%]',
      cell: ({ url }) => (
        <code className="line-clamp-2 text-xs text-fg-2 anywhere" title={url}>
          {url}
        </code>
      ),
    },
    { id: 'check', header: t('columns.check'), width: 'w-[18%]', cell: (row) => <CheckCell check={row.check} /> },
    {
      id: 'usedBy',
      header: t('columns.usedBy'),
      width: 'w-32',
      hideBelow: 'mid',
      cell: ({ deploymentCount }) => (
        <span className="tnum text-sm text-fg-2">
          {deploymentCount === 0 ? t('unused') : t('usedBy', { count: deploymentCount })}
        </span>
      ),
    },
    {
      id: 'createdAt',
      header: t('columns.createdAt'),
      sort: 'createdAt',
      width: 'w-[168px]',
      hideBelow: 'nav',
      cell: ({ createdAt }) => <TimeText at={createdAt} relative="hidden" />,
    },
  ]
}

const LOOKS: Record<RepositorySummary['check']['state'], { icon: IconType; tone: Tone; quiet: boolean }> = {
  connected: { icon: CircleCheck, tone: 'ok', quiet: true },
  failed: { icon: CircleX, tone: 'bad', quiet: false },
  unchecked: { icon: CircleDashed, tone: 'mute', quiet: true },
}

type CheckState = RepositorySummary['check']['state']

/** Whether the repository answered when it was last asked. */
export function CheckBadge({ state, place = 'inline' }: { state: CheckState; place?: 'table' | 'inline' }) {
  const t = useTranslations('repositories.check')
  return (
    <Badge {...LOOKS[state]} place={place}>
      {t(state)}
    </Badge>
  )
}

function CheckCell({ check }: { check: RepositorySummary['check'] }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <CheckBadge state={check.state} place="table" />
      {check.reason === null ? null : (
        <WhyShort why={{ reason: check.reason, params: {}, detail: check.detail }} className="max-wide:hidden" />
      )}
    </span>
  )
}
