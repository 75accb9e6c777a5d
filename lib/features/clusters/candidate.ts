/** A kubeconfig that somebody hands over: reduced, its address judged, tried. Nothing is stored here, and nothing of it comes back. */
import { env } from '#lib/config/env.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { reduceKubeconfig } from '#lib/kube/kubeconfig.ts'
import type { KubeConnection } from '#lib/kube/types.ts'
import { probe } from './probe.ts'
import { checkServerAddress } from './server-address.ts'
import type { ClusterFacts, ClusterRight, ClusterTest } from './types.ts'

export type Candidate = { connection: KubeConnection; facts: ClusterFacts; rights: ClusterRight[] }

/** Throws VALIDATION with a `kubeconfig_*` reason or `cluster_local_address`, UPSTREAM or TIMEOUT with what is wrong with the connection. */
export async function tryKubeconfig(kubeconfig: string): Promise<Candidate> {
  const connection = reduceKubeconfig(kubeconfig)
  await checkServerAddress(connection.server, { allowsLocal: env().IEUM_LOCAL_CLUSTERS === 'true' })
  return { connection, ...(await probe(connection)) }
}

/** The name under which the same cluster is registered already. */
async function nameOf(uid: string): Promise<string | null> {
  if (uid === '') return null
  return (
    (await db.cluster.findFirst({ where: { uid }, orderBy: { name: 'asc' }, select: { name: true } }))?.name ?? null
  )
}

/** What registering the kubeconfig would lead to. A kubeconfig that our rules refuse throws; an API server that does not answer is an outcome. */
export async function testKubeconfig(kubeconfig: string): Promise<ClusterTest> {
  const startedAt = performance.now()
  const took = () => Math.round(performance.now() - startedAt)
  const { server } = reduceKubeconfig(kubeconfig)
  try {
    const { facts, rights } = await tryKubeconfig(kubeconfig)
    const { uid, ...shown } = facts
    return { server, ms: took(), ok: true, facts: shown, rights, knownAs: await nameOf(uid) }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'VALIDATION' || error.reason === undefined) throw error
    const { reason, params = {}, detail = '' } = error
    return { server, ms: took(), ok: false, reason, params, detail }
  }
}
