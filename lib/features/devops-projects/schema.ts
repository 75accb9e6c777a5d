import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'

export { devopsScopeSchema } from '#lib/features/repositories/schema.ts'

export const createDevopsProjectSchema = workspaceScopeSchema.extend({
  name: nameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
})
