'use client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import { devopsProjectPage } from '#components/shell/paths.ts'
import { CountCell, NamedList, namedShape, type NamedColumn } from '#components/tenancy/named-list.tsx'
import { Button } from '#components/ui/button.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { DevopsProjectSummary } from '#lib/features/devops-projects/types.ts'
import { CreateDevopsProjectDialog } from './create-dialog.tsx'

const SHAPE = namedShape()

type Props = { workspace: string; projects: DevopsProjectSummary[] }

/** DevOps projects of a workspace that the person may see. */
export function DevopsProjectsView({ workspace, projects }: Props) {
  const t = useTranslations('tenancy')
  const [isCreating, setCreating] = useState(false)
  const mayCreate = useCan('workspace.devops-projects.create')
  const create = mayCreate ? (
    <Button tone="primary" icon={Plus} onClick={() => setCreating(true)}>
      {t('devops.create')}
    </Button>
  ) : undefined
  return (
    <>
      <NamedList
        shape={SHAPE}
        title={t('devops.title')}
        text={t('devops.text')}
        rows={projects}
        hrefOf={({ name }) => devopsProjectPage(workspace, name)}
        columns={useColumns()}
        toolbar={create}
        empty={
          <StateView
            icon={NAV_ICONS.devops}
            title={t(mayCreate ? 'devops.none' : 'devops.empty')}
            text={t(mayCreate ? 'devops.noneText' : 'devops.emptyText')}
            actions={create}
          />
        }
      />
      {isCreating ? <CreateDevopsProjectDialog workspace={workspace} onClose={() => setCreating(false)} /> : null}
    </>
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
