/** Where the console's pages are. Names are RFC 1123 labels, so the paths need no escaping. */

export type ProjectPlace = { workspace: string; cluster: string; project: string }

export const workspacesPage = '/workspaces'

/** The platform's own pages; each needs a platform permission. */
export const PLATFORM_SECTIONS = ['users', 'workspaces', 'clusters', 'git-hosts', 'single-sign-on', 'audit'] as const
export type PlatformSection = (typeof PLATFORM_SECTIONS)[number]
export const platformHome = '/platform'
export const platformPage = (section: PlatformSection) => `${platformHome}/${section}`

export const profilePage = '/profile'
export const devopsProjectsPage = (workspace: string) => `/workspaces/${workspace}/devops-projects`
export const projectsPage = (workspace: string) => `/workspaces/${workspace}/projects`

export const devopsProjectPage = (workspace: string, devopsProject: string) =>
  `${devopsProjectsPage(workspace)}/${devopsProject}`

export const projectPage = (workspace: string, cluster: string, project: string) =>
  `${projectsPage(workspace)}/${cluster}/${project}`
export const overviewPage = (workspace: string, cluster: string, project: string) =>
  `${projectPage(workspace, cluster, project)}/overview`
export const servicesPage = (workspace: string, cluster: string, project: string) =>
  `${projectPage(workspace, cluster, project)}/services`

export type ProjectSection = 'workloads' | 'pods' | 'config' | 'events'
/** One of the lists of a project's objects. */
export const sectionPage = ({ workspace, cluster, project }: ProjectPlace, section: ProjectSection) =>
  `${projectPage(workspace, cluster, project)}/${section}`

export const servicesApi = (workspace: string, cluster: string, project: string) =>
  `/api/w/${workspace}/c/${cluster}/p/${project}/services`

/** Whether a node port is free for a port of a Service of the project. */
export const nodePortApi = (
  { workspace, cluster, project }: ProjectPlace,
  query: { service: string; port: number; nodePort: string },
) =>
  `/api/w/${workspace}/c/${cluster}/p/${project}/node-port?${new URLSearchParams({ ...query, port: String(query.port) }).toString()}`

export const workspaceOverviewPage = (workspace: string) => `/workspaces/${workspace}/overview`
export const workspaceAuditPage = (workspace: string) => `/workspaces/${workspace}/audit`
export const workspaceSettingsPage = (workspace: string) => `/workspaces/${workspace}/settings`
export const projectSettingsPage = ({ workspace, cluster, project }: ProjectPlace) =>
  `${projectPage(workspace, cluster, project)}/settings`

/** Who may do what in a workspace and in a project. */
export const workspaceMembersPage = (workspace: string) => `/workspaces/${workspace}/members`
export const projectMembersPage = ({ workspace, cluster, project }: ProjectPlace) =>
  `${projectPage(workspace, cluster, project)}/members`

export type DevopsSection = 'deployments' | 'repositories' | 'credentials' | 'members' | 'roles' | 'policy' | 'settings'
/** One of the pages of a DevOps project. */
export const devopsSectionPage = (place: { workspace: string; devopsProject: string }, section: DevopsSection) =>
  `${devopsProjectPage(place.workspace, place.devopsProject)}/${section}`
