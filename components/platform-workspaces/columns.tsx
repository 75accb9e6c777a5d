'use client'
import { useTranslations } from 'use-intl/react'
import { NameCell } from '#components/patterns/name-cell.tsx'
import type { Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { devopsProjectsPage } from '#components/shell/paths.ts'
import type { WorkspaceRow } from '#lib/features/workspaces/types.ts'

/** The columns of the list. */
export function useWorkspaceColumns(): Column<WorkspaceRow>[] {
  const t = useTranslations('workspaces')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ name, alias, description }) => (
        <NameCell name={name} href={devopsProjectsPage(name)} below={alias === '' ? description : alias} />
      ),
    },
    {
      id: 'managers',
      header: t('columns.managers'),
      width: 'w-[26%] wide:w-[18%]',
      cell: ({ managers }) => <Names names={managers} none={t('noManager')} />,
    },
    {
      id: 'clusters',
      header: t('columns.clusters'),
      width: 'w-[20%] wide:w-[16%]',
      cell: ({ clusters }) => <Names names={clusters} none={t('noCluster')} />,
    },
    {
      id: 'members',
      header: t('columns.members'),
      width: 'w-20',
      hideBelow: 'mid',
      cell: ({ memberCount }) => <span className="tnum text-sm text-fg-2">{memberCount}</span>,
    },
    {
      id: 'contents',
      header: t('columns.contents'),
      width: 'w-[19%]',
      hideBelow: 'mid',
      cell: ({ projectCount, devopsProjectCount }) => (
        <span className="text-sm text-fg-2">
          {t('contents', { projects: projectCount, devopsProjects: devopsProjectCount })}
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
  ]
}

/** A few names in one line; all of them under the pointer. */
function Names({ names, none }: { names: readonly string[]; none: string }) {
  if (names.length === 0) return <span className="text-sm text-fg-3">{none}</span>
  const text = names.join(', ')
  return (
    <span title={text} className="line-clamp-2 text-sm text-fg-2 wrap-anywhere">
      {text}
    </span>
  )
}
