import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { findCandidates } from './list-candidates.ts'
import { findMemberPage } from './list-members.ts'
import {
  devopsCandidatesSchema,
  listDevopsMembersSchema,
  listProjectMembersSchema,
  listWorkspaceMembersSchema,
  projectCandidatesSchema,
  workspaceCandidatesSchema,
} from './schema.ts'

/** Everybody in a workspace may know who else is; addresses and log-ins are for those who may view members. */
export const listWorkspaceMembers = defineQuery({
  name: 'members.list-of-workspace',
  scope: 'workspace',
  permission: 'workspace.view',
  input: listWorkspaceMembersSchema,
  run: ({ actor, scope }, input) => findMemberPage(actor, scope, input),
})

export const listProjectMembers = defineQuery({
  name: 'members.list-of-project',
  scope: 'project',
  permission: 'project.members.view',
  input: listProjectMembersSchema,
  run: ({ actor, scope }, input) => findMemberPage(actor, scope, input),
})

export const listDevopsMembers = defineQuery({
  name: 'members.list-of-devops',
  scope: 'devops',
  permission: 'devops.members.view',
  input: listDevopsMembersSchema,
  run: ({ actor, scope }, input) => findMemberPage(actor, scope, input),
})

/** People who may be invited to the workspace. */
export const listWorkspaceCandidates = defineQuery({
  name: 'members.candidates-of-workspace',
  scope: 'workspace',
  permission: 'workspace.members.manage',
  input: workspaceCandidatesSchema,
  run: ({ actor, scope }, { search }) => findCandidates(actor, scope, search),
})

/** Members of the workspace who may be invited to the project. */
export const listProjectCandidates = defineQuery({
  name: 'members.candidates-of-project',
  scope: 'project',
  permission: 'project.members.manage',
  input: projectCandidatesSchema,
  run: ({ actor, scope }, { search }) => findCandidates(actor, scope, search),
})

/** Members of the workspace who may be invited to the DevOps project. */
export const listDevopsCandidates = defineQuery({
  name: 'members.candidates-of-devops',
  scope: 'devops',
  permission: 'devops.members.manage',
  input: devopsCandidatesSchema,
  run: ({ actor, scope }, { search }) => findCandidates(actor, scope, search),
})
