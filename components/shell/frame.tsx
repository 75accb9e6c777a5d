import type { ReactNode } from 'react'
import { PermissionsProvider } from '#components/patterns/can.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import type { Permission } from '#lib/authz/permissions.ts'
import { getEngineState } from '#lib/features/system/queries.ts'
import { getSession } from '#lib/features/users/queries.ts'
import { listWorkspaces } from '#lib/features/workspaces/queries.ts'
import { getT } from '#lib/i18n/server.ts'
import { EngineFoot } from './engine-foot.tsx'
import { LastWorkspace } from './last-workspace.tsx'
import { NavDrawer } from './nav-drawer.tsx'
import type { NavItem, NavModel } from './nav-model.ts'
import { devopsProjectsPage, projectsPage } from './paths.ts'
import type { ScopeSwitcherProps } from './scope-switcher.tsx'
import { SideNav } from './side-nav.tsx'
import { TopBar } from './top-bar.tsx'

type ShellWords = Awaited<ReturnType<typeof getT<'shell'>>>

type Props = {
  /** The workspace one is in; absent on the list of workspaces. */
  workspace?: string
  /** The DevOps project or project one is in. */
  scope?: ScopeSwitcherProps
  nav?: NavModel
  /** What the person may do here; the console shows nothing else. */
  permissions?: readonly Permission[]
  children: ReactNode
}

/**
 * The frame of every page after the log-in: top bar, left navigation, main. Without a session it leads to the log-in page. It asks only
 * for what it shows itself; each page guards its own data.
 */
export async function Frame({ workspace, scope, nav, permissions = [], children }: Props) {
  const [workspaces, session, engine] = await Promise.all([
    forPage(listWorkspaces({})),
    forPage(getSession({})),
    getEngineState({}),
  ])
  const t = await getT('shell')
  if (!session.ok || session.data === null || !workspaces.ok) {
    const failure = !session.ok ? session.error : workspaces.ok ? null : workspaces.error
    return failure === null ? null : <FailureView failure={failure} headingLevel={1} />
  }
  const choices = workspaces.data.map(({ name, alias }) => ({ href: devopsProjectsPage(name), name, alias }))
  const current = choices.find((choice) => choice.name === workspace)
  const switchers = [
    ...(current ? [{ icon: 'workspace' as const, kind: t('scope.workspace'), current, choices }] : []),
    ...(scope ? [scope] : []),
  ]
  const foot = <EngineFoot initial={engine.ok ? engine.data : null} />
  return (
    <PermissionsProvider value={[...session.data.permissions, ...permissions]}>
      {current ? <LastWorkspace workspace={current.name} /> : null}
      <a
        href="#main"
        className="sr-only rounded-sm bg-raised text-sm text-accent shadow-pop focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:layer-toast focus:px-3 focus:py-2"
      >
        {t('skip')}
      </a>
      <TopBar
        session={session.data}
        switchers={switchers}
        pages={[...(nav?.groups.flatMap(({ items }) => items) ?? []), ...workspacePages(workspace, nav, t)]}
        drawer={nav ? <NavDrawer model={nav} foot={foot} /> : undefined}
      />
      <div className="flex">
        {nav ? (
          <div className="sticky top-[52px] flex h-[calc(100dvh-52px)] w-[200px] shrink-0 flex-col self-start border-r border-line bg-sunken max-nav:hidden mid:w-[224px] [:lang(en)_&]:w-[240px]">
            <SideNav model={nav} />
            {foot}
          </div>
        ) : null}
        <main
          id="main"
          tabIndex={-1}
          className="min-w-0 flex-1 scroll-mt-[52px] px-6 pt-5 pb-6 outline-none max-sm:px-4"
        >
          {children}
        </main>
      </div>
    </PermissionsProvider>
  )
}

/** The workspace's own lists, where the navigation is that of something inside of it. */
function workspacePages(workspace: string | undefined, nav: NavModel | undefined, t: ShellWords): NavItem[] {
  if (workspace === undefined || nav?.head.icon === 'workspace') return []
  return [
    { href: devopsProjectsPage(workspace), label: t('nav.devopsProjects'), icon: 'devops' },
    { href: projectsPage(workspace), label: t('nav.projects'), icon: 'project' },
  ]
}
