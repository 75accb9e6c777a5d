'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { changeRoleIn } from './change-role.ts'
import { inviteIn } from './invite.ts'
import { removeMembersIn } from './remove-members.ts'
import {
  changeDevopsRoleSchema,
  changeProjectRoleSchema,
  changeWorkspaceRoleSchema,
  inviteToDevopsSchema,
  inviteToProjectSchema,
  inviteToWorkspaceSchema,
  removeFromDevopsSchema,
  removeFromProjectSchema,
  removeFromWorkspaceSchema,
} from './schema.ts'

/** Invites people of the platform to the workspace. */
export const inviteToWorkspace = defineAction({
  name: 'members.invite-to-workspace',
  scope: 'workspace',
  permission: 'workspace.members.manage',
  input: inviteToWorkspaceSchema,
  run: ({ work, actor, scope }, { members }) => inviteIn(work, actor, scope, members),
})

/** Invites members of the workspace to the project. */
export const inviteToProject = defineAction({
  name: 'members.invite-to-project',
  scope: 'project',
  permission: 'project.members.manage',
  input: inviteToProjectSchema,
  run: ({ work, actor, scope }, { members }) => inviteIn(work, actor, scope, members),
})

/** Invites members of the workspace to the DevOps project. */
export const inviteToDevops = defineAction({
  name: 'members.invite-to-devops',
  scope: 'devops',
  permission: 'devops.members.manage',
  input: inviteToDevopsSchema,
  run: ({ work, actor, scope }, { members }) => inviteIn(work, actor, scope, members),
})

/** Gives a member of the workspace another role. */
export const changeWorkspaceRole = defineAction({
  name: 'members.change-workspace-role',
  scope: 'workspace',
  permission: 'workspace.members.manage',
  input: changeWorkspaceRoleSchema,
  run: ({ work, actor, scope }, input) => changeRoleIn(work, actor, scope, input),
})

/** Gives a member of the project another role. */
export const changeProjectRole = defineAction({
  name: 'members.change-project-role',
  scope: 'project',
  permission: 'project.members.manage',
  input: changeProjectRoleSchema,
  run: ({ work, actor, scope }, input) => changeRoleIn(work, actor, scope, input),
})

/** Gives a member of the DevOps project another role. */
export const changeDevopsRole = defineAction({
  name: 'members.change-devops-role',
  scope: 'devops',
  permission: 'devops.members.manage',
  input: changeDevopsRoleSchema,
  run: ({ work, actor, scope }, input) => changeRoleIn(work, actor, scope, input),
})

/** Removes people from the workspace and from everything inside of it. */
export const removeFromWorkspace = defineAction({
  name: 'members.remove-from-workspace',
  scope: 'workspace',
  permission: 'workspace.members.manage',
  input: removeFromWorkspaceSchema,
  run: ({ work, actor, scope }, { usernames }) => removeMembersIn(work, actor, scope, usernames),
})

/** Removes people from the project. */
export const removeFromProject = defineAction({
  name: 'members.remove-from-project',
  scope: 'project',
  permission: 'project.members.manage',
  input: removeFromProjectSchema,
  run: ({ work, actor, scope }, { usernames }) => removeMembersIn(work, actor, scope, usernames),
})

/** Removes people from the DevOps project. */
export const removeFromDevops = defineAction({
  name: 'members.remove-from-devops',
  scope: 'devops',
  permission: 'devops.members.manage',
  input: removeFromDevopsSchema,
  run: ({ work, actor, scope }, { usernames }) => removeMembersIn(work, actor, scope, usernames),
})
