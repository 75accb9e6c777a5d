'use client'
import { useTranslations } from 'use-intl/react'
import { devopsProjectsPage } from '#components/shell/paths.ts'
import { CountCell, NamedList, namedShape, type NamedColumn } from '#components/tenancy/named-list.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { WorkspaceSummary } from '#lib/features/workspaces/types.ts'

const SHAPE = namedShape()

/** Workspaces that the person is a member of. */
export function WorkspacesView({ workspaces }: { workspaces: WorkspaceSummary[] }) {
  const t = useTranslations('tenancy')
  return (
    <NamedList
      shape={SHAPE}
      title={t('workspaces.title')}
      text={t('workspaces.text')}
      rows={workspaces}
      hrefOf={({ name }) => devopsProjectsPage(name)}
      columns={useColumns()}
      empty={<StateView title={t('workspaces.empty')} text={t('workspaces.emptyText')} />}
    />
  )
}

function useColumns(): NamedColumn<WorkspaceSummary>[] {
  const t = useTranslations('tenancy.columns')
  return [
    {
      id: 'devopsProjects',
      header: t('devopsProjects'),
      width: 'w-[14%]',
      cell: ({ devopsProjectCount }) => <CountCell count={devopsProjectCount} />,
    },
    {
      id: 'projects',
      header: t('projects'),
      width: 'w-[12%]',
      cell: ({ projectCount }) => <CountCell count={projectCount} />,
    },
  ]
}
