import type { ReactNode } from 'react'
import { ClusterNotice } from '#components/projects/cluster-notice.tsx'
import { LiveProvider } from '#components/patterns/live.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getProject, listProjects } from '#lib/features/projects/queries.ts'
import type { ProjectSummary } from '#lib/features/projects/types.ts'
import { getT } from '#lib/i18n/server.ts'
import { Frame } from './frame.tsx'
import type { NavItem, NavModel } from './nav-model.ts'
import {
  overviewPage,
  projectMembersPage,
  projectPage,
  projectSettingsPage,
  sectionPage,
  servicesPage,
  type ProjectSection,
} from './paths.ts'

type Props = { workspace: string; cluster: string; project: string; children: ReactNode }

/** The frame of a project's pages: its navigation, its switcher, the state of its cluster, its live stream. */
export async function ProjectFrame({ workspace, cluster, project, children }: Props) {
  const [result, siblings, t] = await Promise.all([
    forPage(getProject({ workspace, cluster, project })),
    listProjects({ workspace }),
    getT('shell'),
  ])
  if (!result.ok) return <Frame workspace={workspace}>{children}</Frame>
  const own = result.data
  const toChoice = ({ name, alias, cluster: place }: ProjectSummary) => ({
    href: projectPage(workspace, place.name, name),
    name,
    alias,
    note: place.name,
  })
  const place = { workspace, cluster, project }
  const sectionItem = (section: ProjectSection): NavItem => ({
    href: sectionPage(place, section),
    label: t(`nav.${section}`),
    icon: section,
  })
  const mayServices = own.permissions.includes('project.services.view')
  const mayObjects = own.permissions.includes('project.workloads.view')
  const mayMembers = own.permissions.includes('project.members.view')
  const membersItem: NavItem = { href: projectMembersPage(place), label: t('nav.members'), icon: 'members' }
  const services: NavItem = {
    href: servicesPage(workspace, cluster, project),
    label: t('nav.services'),
    icon: 'services',
  }
  const nav: NavModel = {
    label: t('nav.project'),
    head: { icon: 'project', title: own.name, subtitle: t('scope.projectOn', { cluster: own.cluster.name }) },
    groups: [
      { items: [{ href: overviewPage(workspace, cluster, project), label: t('nav.overview'), icon: 'overview' }] },
      {
        label: t('nav.application'),
        items: [
          ...(mayServices ? [services] : []),
          ...(mayObjects ? [sectionItem('workloads'), sectionItem('pods')] : []),
        ],
      },
      ...(mayObjects ? [{ label: t('nav.more'), items: [sectionItem('config'), sectionItem('events')] }] : []),
      {
        label: t('nav.settings'),
        items: [
          ...(mayMembers ? [membersItem] : []),
          { href: projectSettingsPage(place), label: t('nav.general'), icon: 'settings' },
        ],
      },
    ],
  }
  return (
    <Frame
      workspace={workspace}
      permissions={own.permissions}
      nav={nav}
      scope={{
        icon: 'project',
        kind: t('scope.project'),
        current: toChoice(own),
        choices: (siblings.ok ? siblings.data : [own]).map(toChoice),
      }}
    >
      <LiveProvider scope={{ workspace, cluster, project }}>
        <ClusterNotice cluster={own.cluster} />
        {children}
      </LiveProvider>
    </Frame>
  )
}
