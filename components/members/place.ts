/** Where people are members: the names of the place, its reads and its acts. One page serves the three kinds. */
import type { ProjectPlace } from '#components/shell/paths.ts'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import type { ServerAction } from '#components/patterns/use-action.ts'
import type { ScopedRole, WorkspaceRole } from '#lib/authz/actor.ts'
import type { Permission } from '#lib/authz/permissions.ts'
import {
  changeDevopsRole,
  changeProjectRole,
  changeWorkspaceRole,
  inviteToDevops,
  inviteToProject,
  inviteToWorkspace,
  removeFromDevops,
  removeFromProject,
  removeFromWorkspace,
} from '#lib/features/members/actions.ts'

export type MemberPlace =
  | { kind: 'workspace'; names: { workspace: string } }
  | { kind: 'project'; names: ProjectPlace }
  | { kind: 'devops'; names: DevopsPlace }

/** The name of the place itself. */
export function placeName(place: MemberPlace): string {
  switch (place.kind) {
    case 'workspace':
      return place.names.workspace
    case 'project':
      return place.names.project
    case 'devops':
      return place.names.devopsProject
  }
}

export function membersApi({ kind, names }: MemberPlace): string {
  switch (kind) {
    case 'workspace':
      return `/api/w/${names.workspace}/members`
    case 'project':
      return `/api/w/${names.workspace}/c/${names.cluster}/p/${names.project}/members`
    case 'devops':
      return `/api/w/${names.workspace}/d/${names.devopsProject}/members`
  }
}
export const candidatesApi = (place: MemberPlace, search: string) =>
  `${membersApi(place)}/candidates?${new URLSearchParams({ search }).toString()}`

/** Without it a place shows its members and no act. */
export const MANAGE_MEMBERS = {
  workspace: 'workspace.members.manage',
  project: 'project.members.manage',
  devops: 'devops.members.manage',
} as const satisfies Record<MemberPlace['kind'], Permission>

type Member = { username: string; role: string }
export type MemberActs = {
  invite: ServerAction<readonly Member[], { count: number }>
  change: ServerAction<Member, null>
  remove: ServerAction<readonly string[], { count: number }>
}

/** The acts of the place. Roles come from the place's own choices; the server parses them against its table. */
export function memberActs({ kind, names }: MemberPlace): MemberActs {
  switch (kind) {
    case 'workspace':
      return {
        invite: (members) => inviteToWorkspace({ ...names, members: members.map(inWorkspace) }),
        change: (member) => changeWorkspaceRole({ ...names, ...inWorkspace(member) }),
        remove: (usernames) => removeFromWorkspace({ ...names, usernames: [...usernames] }),
      }
    case 'project':
      return {
        invite: (members) => inviteToProject({ ...names, members: members.map(inProject) }),
        change: (member) => changeProjectRole({ ...names, ...inProject(member) }),
        remove: (usernames) => removeFromProject({ ...names, usernames: [...usernames] }),
      }
    case 'devops':
      return {
        invite: (members) => inviteToDevops({ ...names, members: [...members] }),
        change: (member) => changeDevopsRole({ ...names, ...member }),
        remove: (usernames) => removeFromDevops({ ...names, usernames: [...usernames] }),
      }
  }
}

const inWorkspace = ({ username, role }: Member) => ({ username, role: role as WorkspaceRole })
const inProject = ({ username, role }: Member) => ({ username, role: role as ScopedRole })
