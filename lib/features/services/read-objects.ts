/** Objects of the API server → the few fields this feature needs. Whatever does not have them reads as empty, never as a crash. */
import { z } from 'zod'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import type { NodeAddress } from './types.ts'

const text = z.string().catch('')
const list = <T extends z.ZodType>(item: T) => z.array(item).catch([])

const portSchema = z.looseObject({
  name: text,
  port: z.number(),
  protocol: z.string().catch('TCP'),
  targetPort: z.union([z.string(), z.number()]).optional().catch(undefined),
  nodePort: z.number().optional().catch(undefined),
})
const serviceSchema = z.object({
  spec: z
    .object({
      type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']).catch('ClusterIP'),
      clusterIP: text,
      externalName: text,
      ports: list(portSchema),
    })
    .catch({ type: 'ClusterIP', clusterIP: '', externalName: '', ports: [] }),
  status: z
    .object({ loadBalancer: z.object({ ingress: list(z.object({ ip: text, hostname: text })) }) })
    .catch({ loadBalancer: { ingress: [] } }),
})
const sliceSchema = z.object({
  endpoints: list(
    z.object({
      addresses: list(z.string()),
      conditions: z.object({ ready: z.boolean().nullish() }).catch({}),
      targetRef: z.object({ uid: z.string() }).optional().catch(undefined),
    }),
  ),
})
const nodeSchema = z.object({
  status: z
    .object({
      addresses: list(z.object({ type: z.string(), address: z.string() })),
      conditions: list(z.object({ type: z.string(), status: z.string() })),
    })
    .catch({ addresses: [], conditions: [] }),
})

export type LivePort = z.output<typeof portSchema>
export type LiveService = z.output<typeof serviceSchema>

export const readService = (object: KubeObject): LiveService => serviceSchema.parse(object)

/** Endpoints of one slice: one entry per address' owner, so that a pod with two addresses is one. */
export const readEndpoints = (object: KubeObject): { id: string; ready: boolean }[] =>
  sliceSchema.parse(object).endpoints.map(({ addresses, conditions, targetRef }) => ({
    id: targetRef?.uid ?? addresses.join(','),
    // The API says: no value means unknown, and is to be read as ready.
    ready: conditions.ready !== false,
  }))

/** Where a Ready node is reached: its external address, otherwise its internal one; null for the others. */
export function readNodeAddress(object: KubeObject): NodeAddress | null {
  const { addresses, conditions } = nodeSchema.parse(object).status
  const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  const find = (wanted: string) => addresses.find(({ type }) => type === wanted)?.address
  const host = find('ExternalIP') ?? find('InternalIP')
  return isReady && host ? { node: object.metadata.name, host } : null
}
