import type { ReactNode } from 'react'
import { forPage } from '#lib/actions/for-page.ts'
import { getWorkspace } from '#lib/features/workspaces/queries.ts'
import { getT } from '#lib/i18n/server.ts'
import { Frame } from './frame.tsx'
import {
  devopsProjectsPage,
  projectsPage,
  workspaceAuditPage,
  workspaceMembersPage,
  workspaceOverviewPage,
  workspaceSettingsPage,
} from './paths.ts'

/** The frame of a workspace's own pages. */
export async function WorkspaceFrame({ workspace, children }: { workspace: string; children: ReactNode }) {
  const [result, t] = await Promise.all([forPage(getWorkspace({ workspace })), getT('shell')])
  if (!result.ok) return <Frame>{children}</Frame>
  const { name, alias, permissions, devopsProjectCount, projectCount } = result.data
  return (
    <Frame
      workspace={name}
      permissions={permissions}
      nav={{
        label: t('nav.workspace'),
        head: { icon: 'workspace', title: name, subtitle: alias || t('scope.workspace') },
        groups: [
          {
            items: [
              { href: workspaceOverviewPage(name), label: t('nav.overview'), icon: 'overview' },
              { href: projectsPage(name), label: t('nav.projects'), icon: 'project', count: projectCount },
              {
                href: devopsProjectsPage(name),
                label: t('nav.devopsProjects'),
                icon: 'devops',
                count: devopsProjectCount,
              },
            ],
          },
          {
            label: t('nav.settings'),
            items: [
              { href: workspaceMembersPage(name), label: t('nav.members'), icon: 'members' },
              { href: workspaceSettingsPage(name), label: t('nav.general'), icon: 'settings' },
              ...(permissions.includes('workspace.audit.view')
                ? [{ href: workspaceAuditPage(name), label: t('nav.audit'), icon: 'audit' as const }]
                : []),
            ],
          },
        ],
      }}
    >
      {children}
    </Frame>
  )
}
