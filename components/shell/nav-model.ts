/** The left navigation as data: the server decides what a person sees, the browser marks where they are. */

import type { ProjectSection } from './paths.ts'

export type NavIcon =
  | 'devops'
  | 'project'
  | 'workspace'
  | 'platform'
  | 'users'
  | 'members'
  | 'roles'
  | 'policy'
  | 'settings'
  | 'clusters'
  | 'git-hosts'
  | 'single-sign-on'
  | 'audit'
  | 'deployments'
  | 'repositories'
  | 'credentials'
  | 'overview'
  | 'services'
  | ProjectSection

export type NavItem = { href: string; label: string; icon: NavIcon; count?: number }
export type NavGroup = { label?: string; items: readonly NavItem[] }

export type NavModel = {
  /** Name of the landmark. */
  label: string
  head: { icon: NavIcon; title: string; subtitle: string }
  groups: readonly NavGroup[]
}

/** The item of the page that is open: the longest path that leads to it. */
export function currentItem(model: NavModel, pathname: string): NavItem | undefined {
  return model.groups
    .flatMap((group) => group.items)
    .filter((item) => pathname === item.href || pathname.startsWith(`${item.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]
}
