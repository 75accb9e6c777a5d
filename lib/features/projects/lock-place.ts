import type { Tx } from '#lib/db/client.ts'

/** Until the transaction ends, nobody else makes, claims or deletes the project of that name on the cluster: they come one after the other. */
export async function lockPlace(tx: Tx, clusterId: string, namespace: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`project ${clusterId}/${namespace}`}))`
}
