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

/** The columns of the list. */
export function useRepositoryColumns(): Column<RepositorySummary>[] {
  const t = useTranslations('repositories')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ name, alias, description }) => <NameCell name={name} below={alias === '' ? description : alias} />,
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

function CheckCell({ check }: { check: RepositorySummary['check'] }) {
  const t = useTranslations('repositories.check')
  const look = LOOKS[check.state]
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Badge {...look} place="table">
        {t(check.state)}
      </Badge>
      {check.reason === null ? null : (
        <WhyShort why={{ reason: check.reason, params: {}, detail: check.detail }} className="max-wide:hidden" />
      )}
    </span>
  )
}
