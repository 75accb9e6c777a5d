/** Inputs of the role actions; the dialog and the server parse with the same schemas. */
import { z } from 'zod'
import { SCOPED_ROLES } from '#lib/authz/actor.ts'
import { withDependencies } from '#lib/authz/dependencies.ts'
import { PERMISSIONS } from '#lib/authz/permissions.ts'
import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { devopsScopeSchema } from '#lib/features/repositories/schema.ts'

/** What the picked ones depend on is part of the role, whoever asks for it. A role that shows an empty project helps nobody. */
const permissionsSchema = z
  .array(z.enum(PERMISSIONS.devops))
  .min(1, { error: 'required' })
  .max(PERMISSIONS.devops.length)
  .refine((picked) => picked.some((permission) => permission !== 'devops.view'), { error: 'required' })
  .transform(withDependencies)

/** Names of preset roles keep their meaning. */
const roleNameSchema = nameSchema.refine((name) => !(SCOPED_ROLES as readonly string[]).includes(name), {
  error: 'name_taken',
})

export const listRolesSchema = devopsScopeSchema

export const createRoleSchema = devopsScopeSchema.extend({
  name: roleNameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
  permissions: permissionsSchema,
})

export const editRoleSchema = createRoleSchema.extend({ version: z.number().int() })

export const deleteRoleSchema = devopsScopeSchema.extend({ name: nameSchema })
