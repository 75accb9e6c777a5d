/** Inputs of the platform's cluster actions; the dialogs and the server parse with the same schemas. */
import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { MAX_KUBECONFIG_BYTES } from '#lib/kube/types.ts'
import { CLUSTER_STATES } from './types.ts'

export { MAX_KUBECONFIG_BYTES }

/** Length only: what is in it is judged by `reduceKubeconfig`, whose refusal has a reason. */
const kubeconfigSchema = z.string().min(1, { error: 'required' }).max(MAX_KUBECONFIG_BYTES, { error: 'too_long' })

export const clusterRefSchema = z.strictObject({ name: nameSchema })

export const testClusterSchema = z.strictObject({ kubeconfig: kubeconfigSchema })

export const registerClusterSchema = z.strictObject({
  name: nameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
  kubeconfig: kubeconfigSchema,
})

export const editClusterSchema = clusterRefSchema.extend({
  alias: aliasSchema,
  description: descriptionSchema,
  version: z.number().int(),
})

export const renewClusterSchema = clusterRefSchema.extend({ kubeconfig: kubeconfigSchema, version: z.number().int() })

const workspaceNames = z.array(nameSchema).max(500)

export const assignClusterSchema = clusterRefSchema.extend({ add: workspaceNames, remove: workspaceNames })

export const removeClusterSchema = clusterRefSchema.extend({ confirmation: z.string().max(63) })

export const listClustersSchema = z.strictObject({
  ...pageRequestSchema.shape,
  state: z.enum(CLUSTER_STATES).optional(),
  sort: z.enum(['name', 'createdAt']).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
})
