import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { forPage } from '#lib/actions/for-page.ts'
import type { PlatformPermission } from '#lib/authz/permissions.ts'
import { getSession } from '#lib/features/users/queries.ts'
import type { SessionView } from '#lib/features/users/types.ts'
import { getT } from '#lib/i18n/server.ts'
import { Frame } from './frame.tsx'
import type { NavIcon, NavModel } from './nav-model.ts'
import { platformPage, type PlatformSection } from './paths.ts'

type PlatformPage = { section: PlatformSection; icon: NavIcon; permission: PlatformPermission }

/** Every page of the platform, in the order of the navigation, with the permission that shows it. */
const PAGES: readonly PlatformPage[] = [
  { section: 'users', icon: 'users', permission: 'platform.users.view' },
  { section: 'workspaces', icon: 'workspace', permission: 'platform.workspaces.view' },
  { section: 'clusters', icon: 'clusters', permission: 'platform.clusters.view' },
  { section: 'git-hosts', icon: 'git-hosts', permission: 'platform.settings.manage' },
  { section: 'single-sign-on', icon: 'single-sign-on', permission: 'platform.settings.manage' },
  { section: 'audit', icon: 'audit', permission: 'platform.audit.view' },
]

/** The platform pages that the person may open; the first one is where the platform opens. */
export const platformPages = ({ permissions }: Pick<SessionView, 'permissions'>): readonly PlatformPage[] =>
  PAGES.filter(({ permission }) => permissions.includes(permission))

/** The frame of the platform's pages. For those who hold none of their permissions there is no platform. */
export async function PlatformFrame({ children }: { children: ReactNode }) {
  const [session, t] = await Promise.all([forPage(getSession({})), getT('shell')])
  const pages = session.ok && session.data ? platformPages(session.data) : []
  if (session.ok && session.data && pages.length === 0) notFound()
  const nav: NavModel = {
    label: t('nav.platform'),
    head: { icon: 'platform', title: t('scope.platform'), subtitle: t('brand') },
    groups: [
      { items: pages.map(({ section, icon }) => ({ href: platformPage(section), label: t(`nav.${section}`), icon })) },
    ],
  }
  return <Frame nav={nav}>{children}</Frame>
}
