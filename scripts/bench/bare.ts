/** The bare API server: a minimal client that sends the same server-side applies as the engine, as many at once, and does nothing else. */
import { Pool } from 'undici'
import type { KubeConnection } from '#lib/kube/types.ts'
import { Semaphore } from '#lib/process/semaphore.ts'
import type { Manifest } from './manifests.ts'

/** As lib/kube/transport.ts has it: calls at once, over as many connections. */
const CONNECTIONS = 16
const ATTEMPTS = 4
const APPLY = 'application/apply-patch+yaml'
const PATHS: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  ConfigMap: '/api/v1/namespaces/:namespace/configmaps',
  Service: '/api/v1/namespaces/:namespace/services',
  Deployment: '/apis/apps/v1/namespaces/:namespace/deployments',
}

const pathOf = ({ kind, metadata }: Manifest): string =>
  `${(PATHS[kind] ?? '').replace(':namespace', metadata.namespace ?? '')}/${metadata.name}`

export type BareClient = {
  /** Applies as nobody: the field manager is "bare". Rejects unless the server says 2xx. */
  apply(manifest: Manifest, options?: { dryRun?: boolean }): Promise<void>
  delete(manifest: Manifest): Promise<void>
  /** Applies all, each list in its order, the lists at once. Milliseconds. */
  applyAll(lists: readonly (readonly Manifest[])[], options?: { dryRun?: boolean }): Promise<number>
  /** Counters of the server's own metrics, summed by `labels`. */
  metrics(): Promise<string>
  close(): Promise<void>
}

export function createBareClient({ server, caData, auth }: KubeConnection): BareClient {
  const pem = (data: string) => Buffer.from(data, 'base64')
  const tls = {
    ca: pem(caData),
    ...(auth.kind === 'certificate' ? { cert: pem(auth.certData), key: pem(auth.keyData) } : {}),
  }
  const pool = new Pool(server, { connections: CONNECTIONS, pipelining: 1, connect: tls })
  const places = new Semaphore(CONNECTIONS)
  const authorization = auth.kind === 'token' ? { authorization: `Bearer ${auth.token}` } : {}

  const send = async (
    method: 'GET' | 'PATCH' | 'DELETE',
    path: string,
    body: string | null = null,
  ): Promise<string> => {
    const headers = { ...authorization, 'content-type': body === null ? 'application/json' : APPLY }
    for (let attempt = 1; ; attempt++) {
      const response = await pool.request({ method, path, headers, body })
      const text = await response.body.text()
      if (response.statusCode < 300) return text
      // A server that cannot keep up is asked again, as the engine does.
      const isBusy = response.statusCode === 429 || response.statusCode >= 500
      if (attempt === ATTEMPTS || !isBusy)
        throw new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`)
    }
  }

  const apply: BareClient['apply'] = async (manifest, { dryRun = false } = {}) => {
    const query = `fieldManager=bare&force=true&fieldValidation=Strict${dryRun ? '&dryRun=All' : ''}`
    const path = `${pathOf(manifest)}?${query}`
    await places.run(() => send('PATCH', path, JSON.stringify(manifest)))
  }

  return {
    apply,
    async delete(manifest) {
      await send('DELETE', pathOf(manifest))
    },
    async applyAll(lists, options) {
      const began = performance.now()
      await Promise.all(
        lists.map(async (list) => {
          for (const manifest of list) await apply(manifest, options)
        }),
      )
      return performance.now() - began
    },
    metrics: () => send('GET', '/metrics'),
    close: () => pool.destroy(),
  }
}
