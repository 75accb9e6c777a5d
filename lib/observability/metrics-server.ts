/** Where Prometheus reads a process's metrics: a listener of its own, apart from the console's, because nobody signs in there. */
import { createServer, type Server } from 'node:http'
import { isIPv6 } from 'node:net'
import { collectDefaultMetrics } from 'prom-client'
import { metrics } from './metrics.ts'

export type MetricsAddress = { host: string; port: number }

/** Scrapes that are answered at once; one more waits in the kernel. A scrape of 5,000 deployments takes some 50 ms. */
const MAX_CONNECTIONS = 8
const TIMEOUT_MS = 10_000

/**
 * Answers `GET /metrics` at `address`, and nothing else, until `close` is called; `refresh` is waited for before every answer and must not
 * fail. Resolves with the port once it listens; rejects when the address cannot be had. From here on the process also watches itself:
 * memory, processor time, event loop.
 */
export async function serveMetrics(
  address: MetricsAddress,
  refresh: () => Promise<void> = () => Promise.resolve(),
): Promise<{ port: number; close: () => Promise<void> }> {
  const { registry } = metrics()
  if (!registry.getSingleMetric('process_cpu_seconds_total')) collectDefaultMetrics({ register: registry })
  const server = createServer({ requestTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS }, (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    if (path !== '/metrics' || !isRead) {
      response.writeHead(path === '/metrics' ? 405 : 404).end()
      return
    }
    refresh()
      .then(() => registry.metrics())
      .then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      )
  })
  server.maxConnections = MAX_CONNECTIONS
  await listening(server, address)
  // A process does not live on only to be measured.
  server.unref()
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listening(server: Server, { host, port }: MetricsAddress): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (cause) =>
    reject(new Error(`metrics cannot be served at ${isIPv6(host) ? `[${host}]` : host}:${port}`, { cause })),
  )
  server.listen({ host, port }, resolve)
  return promise
}
