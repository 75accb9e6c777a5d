/** Trying a connection: does the API server answer, who are we there, which cluster is it, and what may we do. */
import { AppError } from '#lib/core/errors.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { refineUnreachable } from '#lib/kube/errors.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { readRights } from './rights.ts'
import type { ClusterFacts, ClusterRight } from './types.ts'

const KUBE_SYSTEM = { group: '', version: 'v1', kind: 'Namespace', namespace: '', name: 'kube-system' }
const WHO_AM_I = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectReview',
  namespace: '',
  name: 'review',
}

/** Runs `work` with a client of its own for the connection and closes it. */
export async function withClient<T>(connection: KubeConnection, work: (kube: KubeApi) => Promise<T>): Promise<T> {
  const kube = createKubeApi(connection)
  try {
    return await work(kube)
  } finally {
    await kube.close()
  }
}

/** The answer, or `otherwise` where the identity may not ask; every other failure is thrown. */
async function unlessForbidden<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked
  } catch (error) {
    const isRefused =
      error instanceof AppError && (error.reason === 'cluster_forbidden' || error.reason === 'kind_unknown')
    if (!isRefused) throw error
    return otherwise
  }
}

async function readIdentity(kube: KubeApi): Promise<string> {
  const question = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' })
  const answer: KubeObject = await kube.create(WHO_AM_I, question)
  const { status } = answer as { status?: { userInfo?: { username?: unknown } } }
  const name = status?.userInfo?.username
  return typeof name === 'string' ? name.slice(0, 300) : ''
}

async function countNodes(kube: KubeApi): Promise<number | null> {
  const kind = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false, verbs: ['list'] }
  return (await kube.list(kind)).length
}

/** What the cluster is. Throws UPSTREAM or TIMEOUT with what keeps it from being reached. */
export async function readFacts(kube: KubeApi): Promise<ClusterFacts> {
  const kubeVersion = await kube.version()
  const [identity, system, nodeCount] = await Promise.all([
    unlessForbidden(readIdentity(kube), ''),
    unlessForbidden(kube.get(KUBE_SYSTEM), null),
    unlessForbidden(countNodes(kube), null),
  ])
  return { kubeVersion: kubeVersion.slice(0, 100), identity, uid: system?.metadata.uid ?? '', nodeCount }
}

/** Facts and rights of a connection. Throws with the host and with what exactly is wrong: name, port, certificate, sign-in, permission. */
export async function probe(connection: KubeConnection): Promise<{ facts: ClusterFacts; rights: ClusterRight[] }> {
  try {
    return await withClient(connection, async (kube) => ({
      facts: await readFacts(kube),
      rights: await readRights(kube),
    }))
  } catch (error) {
    throw error instanceof AppError ? refineUnreachable(error, new URL(connection.server).host) : error
  }
}
