'use client'
import { FolderInput, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import { projectPage } from '#components/shell/paths.ts'
import { NamedList, namedShape, type NamedColumn } from '#components/tenancy/named-list.tsx'
import { Button } from '#components/ui/button.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import type { ProjectSummary } from '#lib/features/projects/types.ts'
import { AdoptDialog } from './adopt-dialog.tsx'
import { ClusterCell } from './cluster-cell.tsx'
import { CreateProjectDialog } from './create-dialog.tsx'
import { useRefreshWhile } from './use-refresh-while.ts'

const SHAPE = namedShape(['cluster'])

type Props = { workspace: string; projects: ProjectSummary[]; clusters: readonly ClusterSummary[] }

/** Projects of a workspace that the person may see, with the state of their clusters. */
export function ProjectsView({ workspace, projects, clusters }: Props) {
  const t = useTranslations('tenancy')
  const [act, setAct] = useState<'create' | 'adopt' | null>(null)
  const mayCreate = useCan('workspace.projects.create')
  const mayAdopt = useCan('workspace.settings.manage')
  useRefreshWhile(projects.some(({ cluster }) => cluster.state !== 'ready'))
  const close = () => setAct(null)
  const acts = mayCreate ? (
    <>
      {mayAdopt ? (
        <Button icon={FolderInput} onClick={() => setAct('adopt')}>
          {t('projects.adopt')}
        </Button>
      ) : null}
      <Button tone="primary" icon={Plus} onClick={() => setAct('create')}>
        {t('projects.create')}
      </Button>
    </>
  ) : undefined
  return (
    <>
      <NamedList
        shape={SHAPE}
        title={t('projects.title')}
        text={t('projects.text')}
        rows={projects}
        hrefOf={({ name, cluster }) => projectPage(workspace, cluster.name, name)}
        columns={useColumns()}
        toolbar={acts}
        empty={
          <StateView
            icon={NAV_ICONS.project}
            title={t(mayCreate ? 'projects.none' : 'projects.empty')}
            text={t(mayCreate ? 'projects.noneText' : 'projects.emptyText')}
            actions={acts}
          />
        }
      />
      {act === 'create' ? <CreateProjectDialog workspace={workspace} clusters={clusters} onClose={close} /> : null}
      {act === 'adopt' ? <AdoptDialog workspace={workspace} clusters={clusters} onClose={close} /> : null}
    </>
  )
}

function useColumns(): NamedColumn<ProjectSummary>[] {
  const t = useTranslations('tenancy.columns')
  return [
    {
      id: 'cluster',
      header: t('cluster'),
      sort: 'cluster',
      sortValue: ({ cluster, name }) => `${cluster.name}/${name}`,
      width: 'w-[26%]',
      cell: ({ cluster }) => <ClusterCell cluster={cluster} />,
    },
  ]
}
