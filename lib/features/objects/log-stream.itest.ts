/** The log's way over HTTP, against a loopback API server that writes without end. */
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAX_PER_PERSON } from '#lib/live/connections.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { logResponse } from './log-stream.ts'

let server: Server
let kube: KubeApi
let asked: URL[]
let write: (response: ServerResponse) => void

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://server'))
    write(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  kube = createKubeApi({ server: `http://127.0.0.1:${port}`, caData: '', auth: { kind: 'token', token: 't' } })
})
afterEach(async () => {
  await kube.close()
  server.closeAllConnections()
  server.close()
})

const request = {
  ...{ namespace: 'shop', pod: 'web-1', container: 'app' },
  ...{ follow: true, previous: false, download: false, tail: 50 },
}
const open = (more: Partial<typeof request> = {}, signal = new AbortController().signal) =>
  logResponse(kube, 'mina', { ...request, ...more }, signal)

/** Writes lines for as long as the connection takes them; tells how many bytes it got rid of. */
function endless() {
  const state = { bytes: 0, closed: false }
  const line = `2026-11-22T06:04:08Z ${'x'.repeat(1000)}\n`
  write = (response) => {
    response.once('close', () => (state.closed = true))
    const more = () => {
      while (!state.closed) {
        state.bytes += line.length
        if (!response.write(line)) break
      }
    }
    response.on('drain', more)
    more()
  }
  return state
}

test('K14: asks for no more of a log than is shown', async () => {
  write = (response) => response.end('2026-11-22T06:04:08Z \u001b[31mred\u001b[0m\n')
  const response = await open({ follow: false })
  expect(await response.text()).toBe('2026-11-22T06:04:08Z red\n')
  expect(asked[0]?.pathname).toBe('/api/v1/namespaces/shop/pods/web-1/log')
  expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toMatchObject({
    ...{ container: 'app', follow: 'false', previous: 'false', tailLines: '50', timestamps: 'true' },
    limitBytes: String(5 * 1024 * 1024),
  })
})

test('W24: a reader that does not read stops the node, and one that goes ends the call', async () => {
  const state = endless()
  const reader = (await open()).body?.getReader()
  await reader?.read()
  // What the operating system and the sockets hold is bounded: the writer comes to a stop.
  let before = -1
  const hasStopped = () => {
    const same = before === state.bytes
    before = state.bytes
    return same
  }
  await expect.poll(hasStopped, { interval: 200, timeout: 20_000 }).toBe(true)
  expect(state.bytes).toBeLessThan(64 * 1024 * 1024)
  await reader?.cancel()
  await expect.poll(() => state.closed).toBe(true)
})

test('a request that is given up ends the call and the stream', async () => {
  const state = endless()
  const gone = new AbortController()
  const reader = (await open({}, gone.signal)).body?.getReader()
  await reader?.read()
  gone.abort()
  for (let done = false; !done;) done = (await reader?.read())?.done ?? true
  await expect.poll(() => state.closed).toBe(true)
})

test('a person holds only so many, and gets the place back', async () => {
  write = (response) => response.write('2026-11-22T06:04:08Z first\n')
  const readers = []
  for (let index = 0; index < MAX_PER_PERSON; index++) readers.push((await open()).body?.getReader())
  await expect(open()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  await readers[0]?.cancel()
  const again = (await open()).body?.getReader()
  for (const reader of [again, ...readers.slice(1)]) await reader?.cancel()
})

test('a refusal is told with the words of the API server', async () => {
  const message = 'previous terminated container "app" in pod "web-1" not found'
  write = (response) => response.writeHead(400).end(JSON.stringify({ kind: 'Status', code: 400, message }))
  await expect(open()).rejects.toMatchObject({ code: 'PRECONDITION', reason: 'logs_unavailable', detail: message })
})
