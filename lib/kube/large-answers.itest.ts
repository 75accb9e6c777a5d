/** Answers beyond any size, from a loopback API server that has them. */
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKubeApi } from './api.ts'
import type { ApiKind, KubeApi } from './types.ts'

const POD: ApiKind = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, verbs: ['list'] }
const PODS = 50_000

let server: Server
let kube: KubeApi
let pages: { limit: number; from: number }[]
let answer: (url: URL, response: ServerResponse) => void

beforeEach(async () => {
  pages = []
  server = createServer((request, response) => answer(new URL(request.url ?? '', 'http://server'), response))
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

/** Pages as they are asked for; who asks for no limit gets everything at once. */
const listPods = ({ searchParams }: URL, response: ServerResponse) => {
  const from = Number(searchParams.get('continue') ?? '0')
  const limit = Number(searchParams.get('limit') ?? PODS)
  pages.push({ limit, from })
  const to = Math.min(from + limit, PODS)
  const items = Array.from({ length: to - from }, (_, index) => ({ metadata: { name: `pod-${from + index}` } }))
  const metadata = to < PODS ? { continue: String(to) } : {}
  response.end(JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata, items }))
}

describe('K14: a list of 50,000 pods', () => {
  beforeEach(() => {
    answer = listPods
  })

  test('is read in pages of 500', async () => {
    const pods = await kube.list(POD, { namespace: 'shop' })
    expect(pods).toHaveLength(PODS)
    expect(new Set(pages.map(({ limit }) => limit))).toEqual(new Set([500]))
    expect(pages).toHaveLength(PODS / 500)
  })

  test('is not read further than what is shown', async () => {
    const pods = await kube.list(POD, { namespace: 'shop', most: 1_000 })
    expect(pods).toHaveLength(1_000)
    expect(pages).toHaveLength(2)
  })
})

describe('K14: an answer without end', () => {
  test('is given up at its size, and nothing of it is kept', async () => {
    let sent = 0
    const chunk = `"${'x'.repeat(1024 * 1024 - 2)}",`.slice(0, 1024 * 1024)
    const closed = Promise.withResolvers<void>()
    answer = (_, response) => {
      response.once('close', () => closed.resolve())
      response.write('{"kind":"PodList","apiVersion":"v1","items":[')
      const more = () => {
        while (!response.closed && sent < 300) {
          sent++
          if (!response.write(chunk)) return
        }
      }
      response.on('drain', more)
      more()
    }
    await expect(kube.list(POD, { namespace: 'shop' })).rejects.toMatchObject({
      code: 'UPSTREAM',
      reason: 'api_failed',
    })
    await closed.promise
    expect(sent).toBeLessThan(150)
  })
})
