/** Asks the cluster's API server directly, not through the product's code: the stories' facts come from here. */
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { installation } from './installation.ts'

type Kubeconfig = {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[]
  users: { user: { token: string } }[]
}

type Write = { method: 'PATCH' | 'POST' | 'DELETE'; body?: unknown }

/** GET of an API path, e.g. "/api/v1/namespaces/demo-project/services". 404 gives null. */
export const askApiServer = <T>(path: string): Promise<T | null> => call<T>(path)

/** A merge patch by hand, as somebody with `kubectl edit` would send it. */
export const editByHand = async (path: string, patch: unknown): Promise<void> => {
  await call(`${path}?fieldManager=kubectl-edit`, { method: 'PATCH', body: patch })
}

/** Makes an object as it is given, at a list's path. */
export const createObject = async (path: string, object: unknown): Promise<void> => {
  await call(path, { method: 'POST', body: object })
}

/** Deletes an object, if it is there. */
export const deleteObject = async (path: string): Promise<void> => {
  await call(path, { method: 'DELETE' })
}

const CONTENT = { PATCH: 'application/merge-patch+json', POST: 'application/json', DELETE: 'application/json' }

function call<T>(path: string, write?: Write): Promise<T | null> {
  const kubeconfig = load(readFileSync(join(installation().dataDir, 'sandbox', 'kubeconfig'), 'utf8')) as Kubeconfig
  const cluster = kubeconfig.clusters[0]?.cluster
  const token = kubeconfig.users[0]?.user.token
  if (!cluster || !token) throw new Error('the sandbox kubeconfig names no cluster or no token')
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, cluster.server),
      {
        method: write?.method ?? 'GET',
        ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(write && { 'content-type': CONTENT[write.method] }),
        },
      },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (body += chunk))
        response.on('end', () => {
          if (response.statusCode === 404) resolve(null)
          else if (response.statusCode === 200 || response.statusCode === 201) resolve(JSON.parse(body) as T)
          else reject(new Error(`${path}: ${response.statusCode} ${body.slice(0, 500)}`))
        })
      },
    )
    sent.once('error', reject)
    sent.end(write?.body && JSON.stringify(write.body))
  })
}

/** Names of the objects of a list path. */
export async function namesAt(path: string): Promise<string[]> {
  const list = await askApiServer<{ items: { metadata: { name: string } }[] }>(path)
  return (list?.items ?? []).map((item) => item.metadata.name)
}
