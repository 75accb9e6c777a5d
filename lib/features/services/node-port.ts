/** Whether a node port is free, while somebody types it. What is answered may be outdated a moment later: saving is judged again. */
import type { z } from 'zod'
import type { Actor, ProjectScope } from '#lib/authz/actor.ts'
import { visibleProjects } from '#lib/authz/visible.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { holderOf } from './external-access.ts'
import { SERVICE } from './kinds.ts'
import type { nodePortQuerySchema } from './schema.ts'
import type { NodePortAnswer } from './types.ts'

/** Names the Service that has the port only where the person sees its project. Throws NOT_FOUND for a Service that is not there. */
export async function lookUpNodePort(
  actor: Actor,
  { clusterId, namespace }: ProjectScope,
  { service: name, port, nodePort }: z.output<typeof nodePortQuerySchema>,
): Promise<NodePortAnswer> {
  const kube = await kubeForCluster(clusterId)
  const all = await kube.list(SERVICE)
  const service = all.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name)
  if (!service) throw new AppError('NOT_FOUND')
  const holder = holderOf(service, { port, nodePort }, all)
  if (!holder) return { nodePort, isTaken: false }
  const place = { namespace: holder.metadata.namespace ?? '', name: holder.metadata.name }
  const isSeen = await db.project.count({
    where: { AND: [{ clusterId, name: place.namespace }, visibleProjects(actor)] },
  })
  return { nodePort, isTaken: true, by: isSeen > 0 ? place : null }
}
