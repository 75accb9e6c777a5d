'use server'

import { defineAction } from '#lib/actions/define-action.ts'
import { createRoleIn } from './create-role.ts'
import { deleteRoleIn } from './delete-role.ts'
import { editRoleIn } from './edit-role.ts'
import { createRoleSchema, deleteRoleSchema, editRoleSchema } from './schema.ts'

/** Makes a role from the permission catalogue. */
export const createRole = defineAction({
  name: 'roles.create',
  scope: 'devops',
  permission: 'devops.members.manage',
  input: createRoleSchema,
  run: ({ work, actor, scope }, input) => createRoleIn(work, actor, scope, input),
})

/** Changes alias, description and permissions of a role. */
export const editRole = defineAction({
  name: 'roles.edit',
  scope: 'devops',
  permission: 'devops.members.manage',
  input: editRoleSchema,
  run: ({ work, actor, scope }, input) => editRoleIn(work, actor, scope, input),
})

/** Deletes a role that nobody holds. */
export const deleteRole = defineAction({
  name: 'roles.delete',
  scope: 'devops',
  permission: 'devops.members.manage',
  input: deleteRoleSchema,
  run: ({ work, actor, scope }, input) => deleteRoleIn(work, actor, scope, input),
})
