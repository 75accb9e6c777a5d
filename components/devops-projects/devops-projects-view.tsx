'use client'
import { useTranslations } from 'use-intl/react'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import { devopsProjectPage } from '#components/shell/paths.ts'
import { CountCell, NamedList, namedShape, type NamedColumn } from '#components/tenancy/named-list.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { DevopsProjectSummary } from '#lib/features/devops-projects/types.ts'

const SHAPE = namedShape()

type Props = { workspace: string; projects: DevopsProjectSummary[] }

/** DevOps projects of a workspace that the person may see. */
export function DevopsProjectsView({ workspace, projects }: Props) {
  const t = useTranslations('tenancy')
  return (
    <NamedList
      shape={SHAPE}
      title={t('devops.title')}
      text={t('devops.text')}
      rows={projects}
      hrefOf={({ name }) => devopsProjectPage(workspace, name)}
      columns={useColumns()}
      empty={<StateView icon={NAV_ICONS.devops} title={t('devops.empty')} text={t('devops.emptyText')} />}
    />
  )
}

function useColumns(): NamedColumn<DevopsProjectSummary>[] {
  const t = useTranslations('tenancy.columns')
  return [
    {
      id: 'deployments',
      header: t('deployments'),
      width: 'w-[14%]',
      cell: ({ deploymentCount }) => <CountCell count={deploymentCount} />,
    },
    {
      id: 'repositories',
      header: t('repositories'),
      width: 'w-[14%]',
      cell: ({ repositoryCount }) => <CountCell count={repositoryCount} />,
    },
  ]
}
