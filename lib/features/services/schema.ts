import { z } from 'zod'
import { nameSchema } from '#lib/core/names.ts'

export const projectScopeSchema = z.strictObject({ workspace: nameSchema, cluster: nameSchema, project: nameSchema })

export const NODE_PORT_MIN = 30000
export const NODE_PORT_MAX = 32767

const nodePortSchema = z
  .number()
  .int()
  .min(NODE_PORT_MIN, { error: 'port_range' })
  .max(NODE_PORT_MAX, { error: 'port_range' })

/** Asked while a number is typed; a query string holds texts. */
export const nodePortQuerySchema = projectScopeSchema.extend({
  service: nameSchema,
  port: z.coerce.number().int().min(1).max(65535),
  nodePort: z.coerce.number().pipe(nodePortSchema),
})

/** Kubernetes Service names are RFC 1035 labels; the RFC 1123 rule also covers them. */
export const editExternalAccessSchema = projectScopeSchema.extend({
  service: nameSchema,
  resourceVersion: z.string().max(64),
  access: z.enum(['none', 'NodePort', 'LoadBalancer']),
  /** Wanted node port by service port number; absent: the API server chooses. */
  nodePorts: z
    .array(
      z.strictObject({
        port: z.number().int().min(1).max(65535),
        nodePort: nodePortSchema,
      }),
    )
    .max(100)
    .default([]),
  /** When a continuous deployment manages the Service: also tell it not to compare type and node ports. */
  keepDespiteGit: z.boolean().default(false),
})
export type EditExternalAccessInput = z.input<typeof editExternalAccessSchema>
