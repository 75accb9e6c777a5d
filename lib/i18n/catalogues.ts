/**
 * The message catalogues. Korean is the source of the key types: a key that is used but absent there does not compile, and
 * `scripts/checks/messages.ts` keeps English equal. A new namespace is one JSON file per language and one line in each table below.
 * Server side only: the browser gets the chosen language through `IntlProvider`.
 */
import enAudit from './messages/en/audit.json' with { type: 'json' }
import enAuth from './messages/en/auth.json' with { type: 'json' }
import enClusters from './messages/en/clusters.json' with { type: 'json' }
import enCommon from './messages/en/common.json' with { type: 'json' }
import enCredentials from './messages/en/credentials.json' with { type: 'json' }
import enDeployments from './messages/en/deployments.json' with { type: 'json' }
import enErrors from './messages/en/errors.json' with { type: 'json' }
import enGitHosts from './messages/en/git-hosts.json' with { type: 'json' }
import enMembers from './messages/en/members.json' with { type: 'json' }
import enObjects from './messages/en/objects.json' with { type: 'json' }
import enProject from './messages/en/project.json' with { type: 'json' }
import enReasons from './messages/en/reasons.json' with { type: 'json' }
import enRepositories from './messages/en/repositories.json' with { type: 'json' }
import enRoles from './messages/en/roles.json' with { type: 'json' }
import enServices from './messages/en/services.json' with { type: 'json' }
import enShell from './messages/en/shell.json' with { type: 'json' }
import enSingleSignOn from './messages/en/single-sign-on.json' with { type: 'json' }
import enStatus from './messages/en/status.json' with { type: 'json' }
import enTenancy from './messages/en/tenancy.json' with { type: 'json' }
import enUsers from './messages/en/users.json' with { type: 'json' }
import enWorkspaces from './messages/en/workspaces.json' with { type: 'json' }
import koAudit from './messages/ko/audit.json' with { type: 'json' }
import koAuth from './messages/ko/auth.json' with { type: 'json' }
import koClusters from './messages/ko/clusters.json' with { type: 'json' }
import koCommon from './messages/ko/common.json' with { type: 'json' }
import koCredentials from './messages/ko/credentials.json' with { type: 'json' }
import koDeployments from './messages/ko/deployments.json' with { type: 'json' }
import koErrors from './messages/ko/errors.json' with { type: 'json' }
import koGitHosts from './messages/ko/git-hosts.json' with { type: 'json' }
import koMembers from './messages/ko/members.json' with { type: 'json' }
import koObjects from './messages/ko/objects.json' with { type: 'json' }
import koProject from './messages/ko/project.json' with { type: 'json' }
import koReasons from './messages/ko/reasons.json' with { type: 'json' }
import koRepositories from './messages/ko/repositories.json' with { type: 'json' }
import koRoles from './messages/ko/roles.json' with { type: 'json' }
import koServices from './messages/ko/services.json' with { type: 'json' }
import koShell from './messages/ko/shell.json' with { type: 'json' }
import koSingleSignOn from './messages/ko/single-sign-on.json' with { type: 'json' }
import koStatus from './messages/ko/status.json' with { type: 'json' }
import koTenancy from './messages/ko/tenancy.json' with { type: 'json' }
import koUsers from './messages/ko/users.json' with { type: 'json' }
import koWorkspaces from './messages/ko/workspaces.json' with { type: 'json' }
import type { Locale } from './locales.ts'

const ko = {
  audit: koAudit,
  auth: koAuth,
  clusters: koClusters,
  common: koCommon,
  credentials: koCredentials,
  deployments: koDeployments,
  errors: koErrors,
  gitHosts: koGitHosts,
  members: koMembers,
  objects: koObjects,
  project: koProject,
  reasons: koReasons,
  repositories: koRepositories,
  roles: koRoles,
  services: koServices,
  shell: koShell,
  singleSignOn: koSingleSignOn,
  status: koStatus,
  tenancy: koTenancy,
  users: koUsers,
  workspaces: koWorkspaces,
}

export type Messages = typeof ko

const en: Messages = {
  audit: enAudit,
  auth: enAuth,
  clusters: enClusters,
  common: enCommon,
  credentials: enCredentials,
  deployments: enDeployments,
  errors: enErrors,
  gitHosts: enGitHosts,
  members: enMembers,
  objects: enObjects,
  project: enProject,
  reasons: enReasons,
  repositories: enRepositories,
  roles: enRoles,
  services: enServices,
  shell: enShell,
  singleSignOn: enSingleSignOn,
  status: enStatus,
  tenancy: enTenancy,
  users: enUsers,
  workspaces: enWorkspaces,
}

export const CATALOGUES: Record<Locale, Messages> = { ko, en }

declare module 'use-intl/core' {
  interface AppConfig {
    Locale: Locale
    Messages: Messages
  }
}
