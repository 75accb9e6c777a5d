/** Requests that no browser of ours sends, against the running console. Each is answered, none gets further than it may, and the console goes on. */
import { createServer, request, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './support/fixtures.ts'
import { installation } from './support/installation.ts'

type Sent = { method?: string; headers?: Record<string, string>; body?: string }
type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

/** One request as it is written, `Host` included; redirects are not followed. */
const send = (path: string, { method = 'GET', headers = {}, body = '' }: Sent = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(installation().url)
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.once('error', reject)
    sent.end(body)
  })

const isAlive = async (): Promise<boolean> => (await send('/api/health/live')).status === 200

/** What only somebody who is signed in may read on these pages. */
const SECRETS = ['ws-admin@example.com', 'project-admin', 'data-deployment', 'sessionVersion']

test('W4: headers and paths that once went around a check open nothing', async () => {
  const tricks: Record<string, string>[] = [
    {},
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' },
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    { 'x-nextjs-data': '1', 'x-matched-path': '/platform/users', 'x-invoke-path': '/platform/users' },
  ]
  const pages = ['/platform/users', '/workspaces/demo-workspace/members']
  const spellings = pages.flatMap((page) => [
    page,
    `${page}.rsc`,
    `${page}.segments/_tree.segment.rsc`,
    page.replace('s', '%73'),
    `/${page}`,
    `${page}?nxtPworkspace=demo-workspace&_rsc=1`,
    `/_next/data/build${page}.json`,
  ])
  for (const path of spellings)
    for (const headers of tricks) {
      const { status, text } = await send(path, { headers })
      expect(status, `${path} ${JSON.stringify(headers)}`).toBeLessThan(500)
      for (const secret of SECRETS)
        expect(text.includes(secret), `${path} ${JSON.stringify(headers)} ${secret}`).toBe(false)
    }
  for (const headers of tricks)
    // Next sends what calls itself a navigation to its own spelling of the address first.
    expect([401, 307]).toContain((await send('/api/w/demo-workspace/d/demo-devops/deployments', { headers })).status)
})

test('W6: a forged host appears in no link, no redirect and no answer', async () => {
  const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
  for (const path of ['/', '/login', '/workspaces', '/api/auth/csrf', '/api/auth/providers', '/api/auth/signin']) {
    const { status, headers, text } = await send(path, { headers: forged })
    expect(status, path).toBeLessThan(500)
    expect(JSON.stringify(headers), path).not.toContain('evil.example')
    expect(text, path).not.toContain('evil.example')
  }
})

test('W9, W10: bodies that are too large or no body of ours end in an answer, and the console goes on', async () => {
  const action = { 'next-action': '40'.repeat(21), origin: installation().url }
  const flight = (body: string) => ({
    method: 'POST',
    headers: { ...action, 'content-type': 'multipart/form-data; boundary=x' },
    body: `--x\r\ncontent-disposition: form-data; name="0"\r\n\r\n${body}\r\n--x--\r\n`,
  })
  const sent: Sent[] = [
    { method: 'POST', headers: { ...action, 'content-type': 'text/plain;charset=UTF-8' }, body: 'x'.repeat(1_200_000) },
    { method: 'POST', headers: { ...action, 'content-type': 'text/plain;charset=UTF-8' }, body: '["$F1","$@2"]' },
    flight('["$1:__proto__:then"]'),
    flight('{"then":"$1:then","status":"resolved_model","value":"{\\"then\\":\\"$B0\\"}","_response":{"_prefix":"1"}}'),
    flight(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    flight('"$K1"'),
  ]
  for (const one of sent) {
    const { status } = await send('/login', one)
    expect(status, one.body?.slice(0, 60)).toBeGreaterThanOrEqual(400)
    expect(status, one.body?.slice(0, 60)).toBeLessThan(500)
    expect(await isAlive()).toBe(true)
  }
  // A form without an action is the page itself.
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await send('/login', { method: 'POST', headers: form, body: 'a=1&'.repeat(10_000) })).status).toBe(200)
})

test('W27: the console fetches no picture for anybody', async () => {
  let hits = 0
  const canary = createServer((_, response) => {
    hits++
    response.end()
  })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
  const { port } = canary.address() as AddressInfo
  for (const url of [`http://127.0.0.1:${port}/x.png`, `//127.0.0.1:${port}/x.png`, '/logo.svg'])
    expect((await send(`/_next/image?url=${encodeURIComponent(url)}&w=64&q=75`)).status).toBe(404)
  expect(hits).toBe(0)
  await new Promise((resolve) => canary.close(resolve))
})

test('K13: what a browser says of Kubernetes goes no further', async ({ page, logIn }) => {
  await logIn('project-regular')
  const headers = {
    'impersonate-user': 'system:admin',
    'impersonate-group': 'system:masters',
    authorization: 'Bearer x',
  }
  const path = '/api/w/demo-workspace/c/sandbox/p/demo-project/services'
  const plain = await page.request.get(path)
  expect(plain.ok()).toBe(true)
  expect(await (await page.request.get(path, { headers })).text()).toBe(await plain.text())
  const foreign = '/api/w/demo-workspace/c/sandbox/p/kube-system/services'
  expect((await page.request.get(foreign, { headers })).status()).toBe(404)
})
