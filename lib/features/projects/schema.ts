import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'

export { projectScopeSchema } from '#lib/features/services/schema.ts'

export const createProjectSchema = workspaceScopeSchema.extend({
  name: nameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
  cluster: nameSchema,
})
