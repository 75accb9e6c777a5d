import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { findRoles } from './repository.ts'
import { listRolesSchema } from './schema.ts'

/** The roles of a DevOps project: the preset ones, then its own. */
export const listRoles = defineQuery({
  name: 'roles.list',
  scope: 'devops',
  permission: 'devops.members.view',
  input: listRolesSchema,
  run: ({ actor, scope }) => findRoles(actor, scope),
})
