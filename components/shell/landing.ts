/** Where a person starts. Pure. */
import type { PlatformPermission } from '#lib/authz/permissions.ts'
import { devopsProjectsPage, platformHome, platformPage, workspacesPage } from './paths.ts'

export type Arrival = {
  permissions: readonly PlatformPermission[]
  /** Names of the workspaces that the person may see, in the order of their list. */
  workspaces: readonly string[]
  /** The workspace of the last visit in this browser; it may be gone, or another person's. */
  last: string | undefined
}

/**
 * The list of workspaces for those who rule them all (to be filled, while there is none); the last workspace, else the first one, for
 * everybody else; the platform for who has a part of it and no workspace. Null for who has nothing at all.
 */
export function landingPage({ permissions, workspaces, last }: Arrival): string | null {
  const [first] = workspaces
  if (permissions.includes('platform.workspaces.view'))
    return first === undefined ? platformPage('workspaces') : workspacesPage
  const chosen = last !== undefined && workspaces.includes(last) ? last : first
  if (chosen !== undefined) return devopsProjectsPage(chosen)
  return permissions.length > 0 ? platformHome : null
}
