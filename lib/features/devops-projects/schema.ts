import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema, newNameSchema } from '#lib/core/names.ts'
import { devopsPolicySchema } from '#lib/engine/model/policy.ts'
import { devopsScopeSchema } from '#lib/features/repositories/schema.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'

export { devopsScopeSchema }

export const createDevopsProjectSchema = workspaceScopeSchema.extend({
  name: newNameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
})

export const editDevopsProjectSchema = devopsScopeSchema.extend({
  alias: aliasSchema,
  description: descriptionSchema,
  version: z.number().int(),
})

export const deleteDevopsProjectSchema = devopsScopeSchema.extend({ confirmation: z.string().max(63) })

export const previewPolicySchema = devopsScopeSchema.extend({ policy: devopsPolicySchema })
export const setPolicySchema = previewPolicySchema.extend({ version: z.number().int() })

export const clusterKindsSchema = devopsScopeSchema.extend({ cluster: nameSchema })
