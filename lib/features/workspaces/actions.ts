'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { deleteWorkspaceIn, editWorkspaceIn, openWorkspaceIn } from './manage-workspace.ts'
import { deleteWorkspaceSchema, editWorkspaceSchema, openWorkspaceSchema } from './schema.ts'

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
