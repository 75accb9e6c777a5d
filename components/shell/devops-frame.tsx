import type { ReactNode } from 'react'
import { LiveProvider } from '#components/patterns/live.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import type { DevopsPermission } from '#lib/authz/permissions.ts'
import { getDevopsProject, listDevopsProjects } from '#lib/features/devops-projects/queries.ts'
import type { DevopsProjectSummary } from '#lib/features/devops-projects/types.ts'
import { getT } from '#lib/i18n/server.ts'
import { Frame } from './frame.tsx'
import type { NavItem, NavModel } from './nav-model.ts'
import { devopsProjectPage, devopsSectionPage, type DevopsSection } from './paths.ts'

type Props = { workspace: string; devopsProject: string; children: ReactNode }

type DevopsPage = { key: DevopsSection; href: string; inSettings: boolean }

/** Every page of a DevOps project in the order of the navigation, with the permission that shows it. */
const PAGES = [
  { key: 'deployments', permission: 'devops.deployments.view', inSettings: false },
  { key: 'repositories', permission: 'devops.repositories.view', inSettings: false },
  { key: 'credentials', permission: 'devops.credentials.view', inSettings: true },
  { key: 'members', permission: 'devops.members.view', inSettings: true },
  { key: 'roles', permission: 'devops.members.view', inSettings: true },
  { key: 'policy', permission: 'devops.settings.view', inSettings: true },
  { key: 'settings', permission: 'devops.settings.view', inSettings: true },
] as const satisfies readonly { key: DevopsSection; permission: DevopsPermission; inSettings: boolean }[]

/** The pages of a DevOps project that the person may open. The first one is where the project opens. */
export const devopsPages = (
  workspace: string,
  project: Pick<DevopsProjectSummary, 'name' | 'permissions'>,
): DevopsPage[] =>
  PAGES.filter(({ permission }) => project.permissions.includes(permission)).map(({ key, inSettings }) => ({
    key,
    inSettings,
    href: devopsSectionPage({ workspace, devopsProject: project.name }, key),
  }))

/** The frame of a DevOps project's pages: its navigation, its switcher, its live stream. */
export async function DevopsFrame({ workspace, devopsProject, children }: Props) {
  const [result, siblings, t] = await Promise.all([
    forPage(getDevopsProject({ workspace, devopsProject })),
    listDevopsProjects({ workspace }),
    getT('shell'),
  ])
  if (!result.ok) return <Frame workspace={workspace}>{children}</Frame>
  const project = result.data
  const toChoice = ({ name, alias }: DevopsProjectSummary) => ({
    href: devopsProjectPage(workspace, name),
    name,
    alias,
  })
  const counts = new Map<DevopsSection, number>([
    ['deployments', project.deploymentCount],
    ['repositories', project.repositoryCount],
  ])
  const pages = devopsPages(workspace, project)
  const items = (inSettings: boolean): NavItem[] =>
    pages
      .filter((page) => page.inSettings === inSettings)
      .map(({ key, href }) => {
        const count = counts.get(key)
        return {
          href,
          label: t(`nav.${key === 'settings' ? 'general' : key}`),
          icon: key,
          ...(count === undefined ? {} : { count }),
        }
      })
  const nav: NavModel = {
    label: t('nav.devops'),
    head: { icon: 'devops', title: project.name, subtitle: project.alias || t('scope.devops') },
    groups: [
      { items: items(false) },
      ...(items(true).length === 0 ? [] : [{ label: t('nav.settings'), items: items(true) }]),
    ],
  }
  return (
    <Frame
      workspace={workspace}
      permissions={project.permissions}
      nav={nav}
      scope={{
        icon: 'devops',
        kind: t('scope.devops'),
        current: toChoice(project),
        choices: (siblings.ok ? siblings.data : [project]).map(toChoice),
      }}
    >
      <LiveProvider scope={{ workspace, devopsProject }}>{children}</LiveProvider>
    </Frame>
  )
}
