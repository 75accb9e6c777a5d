/** Clusters that people bring. */
import { z } from 'zod'
import { nameSchema } from '#lib/core/names.ts'
import { parseInput } from '#lib/actions/parse.ts'
import { db } from '#lib/db/client.ts'
import { connectCluster } from './connect.ts'

/**
 * Registers the kubeconfig's current context as a cluster, or renews the connection of the one of that name. A cluster that does not
 * answer is not kept as new. Throws VALIDATION for a name or a kubeconfig that cannot be used, UPSTREAM when it does not answer.
 */
export async function registerClusterFromKubeconfig(input: {
  name: string
  kubeconfigText: string
}): Promise<{ id: string; name: string }> {
  const { name } = parseInput(z.object({ name: nameSchema }), { name: input.name })
  const existing = await db.cluster.findUnique({ where: { name }, select: { id: true } })
  const { id } = existing ?? (await db.cluster.create({ data: { name }, select: { id: true } }))
  try {
    await connectCluster(id, input.kubeconfigText)
  } catch (error) {
    if (!existing) await db.cluster.delete({ where: { id } })
    throw error
  }
  return { id, name }
}
