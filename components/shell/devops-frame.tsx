import type { ReactNode } from 'react'
import { LiveProvider } from '#components/patterns/live.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getDevopsProject, listDevopsProjects } from '#lib/features/devops-projects/queries.ts'
import type { DevopsProjectSummary } from '#lib/features/devops-projects/types.ts'
import { getT } from '#lib/i18n/server.ts'
import { Frame } from './frame.tsx'
import type { NavItem, NavModel } from './nav-model.ts'
import { devopsProjectPage } from './paths.ts'

type Props = { workspace: string; devopsProject: string; children: ReactNode }

/** The pages of a DevOps project that the person may open, in the tutorial's order. The first one is where the project opens. */
export function devopsPages(
  workspace: string,
  project: Pick<DevopsProjectSummary, 'name' | 'permissions'>,
): { key: 'deployments' | 'repositories'; href: string }[] {
  const root = devopsProjectPage(workspace, project.name)
  return (['deployments', 'repositories'] as const)
    .filter((key) => project.permissions.includes(`devops.${key}.view`))
    .map((key) => ({ key, href: `${root}/${key}` }))
}

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
  const counts = { deployments: project.deploymentCount, repositories: project.repositoryCount }
  const nav: NavModel = {
    label: t('nav.devops'),
    head: { icon: 'devops', title: project.name, subtitle: project.alias || t('scope.devops') },
    groups: [
      {
        items: devopsPages(workspace, project).map(({ key, href }): NavItem => ({
          href,
          label: t(`nav.${key}`),
          icon: key,
          count: counts[key],
        })),
      },
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
