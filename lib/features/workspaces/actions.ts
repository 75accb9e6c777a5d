'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { editWorkspaceInfoIn } from './edit-info.ts'
import { deleteWorkspaceIn, editWorkspaceIn, openWorkspaceIn } from './manage-workspace.ts'
import { deleteWorkspaceSchema, editWorkspaceInfoSchema, editWorkspaceSchema, openWorkspaceSchema } from './schema.ts'

/** Creates a workspace with its first administrator and its clusters. */
export const openWorkspace = defineAction({
  name: 'workspaces.open',
  scope: 'platform',
  permission: 'platform.workspaces.manage',
  input: openWorkspaceSchema,
  run: ({ work }, input) => openWorkspaceIn(work, input),
})

/** Changes alias, description and clusters. */
export const editWorkspace = defineAction({
  name: 'workspaces.edit',
  scope: 'platform',
  permission: 'platform.workspaces.manage',
  input: editWorkspaceSchema,
  run: ({ work }, input) => editWorkspaceIn(work, input),
})

/** Ends a workspace that holds nothing. */
export const deleteWorkspace = defineAction({
  name: 'workspaces.delete',
  scope: 'platform',
  permission: 'platform.workspaces.manage',
  input: deleteWorkspaceSchema,
  run: ({ work }, input) => deleteWorkspaceIn(work, input),
})

/** Changes alias and description, as its own admins may. */
export const editWorkspaceInfo = defineAction({
  name: 'workspaces.edit-info',
  scope: 'workspace',
  permission: 'workspace.settings.manage',
  input: editWorkspaceInfoSchema,
  run: ({ work, scope }, input) => editWorkspaceInfoIn(work, scope, input),
})
