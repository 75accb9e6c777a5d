import '#lib/testing/next-request.ts'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import type { ActionResult } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { createDeploymentIn } from '#lib/features/deployments/create-deployment.ts'
import { createDeploymentSchema } from '#lib/features/deployments/schema.ts'
import { addRepository, createWorld, requestOf, workAs, type World } from '#lib/testing/world.ts'
import { removeWebhook, renewWebhook } from './actions.ts'
import { deliveryRoute } from './delivery-route.ts'
import { getWebhook } from './queries.ts'
import { MOST_PER_MINUTE } from './receive.ts'
import { PUSHES, signed, type Sent } from './testing/deliveries.ts'

const MB = 1024 * 1024
const place = { workspace: 'acme', devopsProject: 'devops' }
const operator = () => requestOf('acme-operator')
const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}

let world: World
let secret: string
let id: string
/** Each test knocks from an address of its own, unless it is about addresses. */
let address = 0

const renew = (version: number, name = 'web') => perform(renewWebhook, operator(), { ...place, name, version })
const webhook = async (name = 'web') => data(await getWebhook.answer(operator(), { ...place, name })).webhook

async function deploy(name: string, repository: string, revision: string): Promise<void> {
  const form = { ...place, name, repository, cluster: 'east', namespace: world.acme.project.namespace }
  const spec = { source: { revision }, syncPolicy: {} }
  await workAs('acme-operator', (work) =>
    createDeploymentIn(work, world.acme.devops, createDeploymentSchema.parse({ ...form, spec })),
  )
}

/** As Next hands a request to the route. */
async function knock(to: string, { headers, body }: { headers: Record<string, string>; body: BodyInit }) {
  const init = {
    method: 'POST',
    headers: { 'x-forwarded-for': `192.0.2.${address}`, ...headers },
    body,
    duplex: 'half',
  }
  const request = new NextRequest(
    `http://localhost:3000/api/webhooks/${to}`,
    init as ConstructorParameters<typeof NextRequest>[1],
  )
  const response = await deliveryRoute(request, { params: Promise.resolve({ webhook: to }) })
  const answer = (await response.json()) as { data?: unknown; error?: { code: string; requestId?: string } }
  return { status: response.status, headers: response.headers, answer }
}
const deliver = (sent: Sent) => knock(id, sent)
const push = (ref: string, delivery: string) => deliver(PUSHES.github(secret, ref, delivery))

/** Nobody has to look before tomorrow. */
const settle = () =>
  db.$executeRaw`UPDATE "ReconcileLease" SET "nextAt" = now() + interval '1 day', "wakeReason" = 'poll'`
/** Deployments that have to look now, and why. */
async function woken(): Promise<Record<string, string>> {
  const rows = await db.$queryRaw<{ name: string; reason: string }[]>`
    SELECT d."name", l."wakeReason" AS "reason" FROM "ReconcileLease" l
    JOIN "ContinuousDeployment" d ON d."id" = l."deploymentId" WHERE l."nextAt" <= now() ORDER BY 1`
  return Object.fromEntries(rows.map(({ name, reason }) => [name, reason]))
}

beforeAll(async () => {
  world = await createWorld()
  for (const name of ['web', 'other'])
    await addRepository(world.acme.devops, name, `https://git.example.com/acme/${name}.git`)
  await deploy('main', 'web', 'main')
  await deploy('head', 'web', 'HEAD')
  await deploy('next', 'web', 'next')
  await deploy('released', 'web', '1.x')
  await deploy('fixed', 'web', 'c'.repeat(40))
  await deploy('elsewhere', 'other', 'main')
})
afterAll(() => world.destroy())
beforeEach(async () => {
  address++
  await db.repositoryWebhook.deleteMany()
  const made = data(await renew(0))
  secret = made.secret
  id = made.url.split('/').at(-1) ?? ''
  await settle()
})

describe('a webhook', () => {
  test('is made with a secret of 256 bits that is told once and kept sealed', async () => {
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    const row = await db.repositoryWebhook.findFirstOrThrow()
    expect(row.secret).toMatch(/^v1:/)
    expect(JSON.stringify(row)).not.toContain(secret)
    const shown = await webhook()
    expect(shown).toMatchObject({
      url: `http://localhost:3000/api/webhooks/${id}`,
      version: 1,
      last: null,
      refusedAt: null,
    })
    expect(shown?.secretBy).toBe('acme-operator')
    expect(JSON.stringify(shown)).not.toContain(secret)
    const [audit] = await db.auditEvent.findMany({ where: { action: 'webhook.create' }, orderBy: { at: 'desc' } })
    expect(audit).toMatchObject({ actorName: 'acme-operator', targetName: 'web' })
    expect(JSON.stringify(audit)).not.toContain(secret)
  })

  test('gets another secret at the same address; the one before proves nothing any more', async () => {
    const before = secret
    const renewed = data(await renew(1))
    expect(renewed).toMatchObject({ url: `http://localhost:3000/api/webhooks/${id}`, version: 2 })
    expect((await deliver(PUSHES.github(before, 'refs/heads/main'))).status).toBe(401)
    expect((await deliver(PUSHES.github(renewed.secret, 'refs/heads/main'))).status).toBe(200)
  })

  test('of two who renew it one wins, and a second one is not made beside it', async () => {
    const both = await Promise.all([renew(1), renew(1)])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await renew(0)).toMatchObject({ error: { code: 'CONFLICT', reason: 'version_changed' } })
  })

  test('is nobody’s when it was removed, or its repository', async () => {
    expect(await perform(removeWebhook, operator(), { ...place, name: 'web', version: 1 })).toEqual({
      ok: true,
      data: null,
    })
    expect(await webhook()).toBeNull()
    expect((await push('refs/heads/main', '1')).status).toBe(401)
    const { id: repositoryId } = await addRepositoryRow()
    data(await renew(0, 'short-lived'))
    await db.codeRepository.delete({ where: { id: repositoryId } })
    expect(await db.repositoryWebhook.count()).toBe(0)
  })

  test('is not shown to who may only look', async () => {
    const who = requestOf('acme-viewer')
    expect(await getWebhook.answer(who, { ...place, name: 'web' })).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await perform(renewWebhook, who, { ...place, name: 'web', version: 1 })).toMatchObject({ ok: false })
  })
})

const addRepositoryRow = async () => ({
  id: await addRepository(world.acme.devops, 'short-lived', 'https://git.example.com/s.git'),
})

describe('a push', () => {
  test.each(Object.entries(PUSHES))('told by %s has those look now that follow the branch', async (_, make) => {
    const { status, answer } = await deliver(make(secret, 'refs/heads/main'))
    expect(status).toBe(200)
    expect(answer).toEqual({ ok: true, data: { outcome: 'looked', deployments: 2 } })
    expect(await woken()).toEqual({ main: 'refresh', head: 'refresh' })
    expect((await webhook())?.last).toMatchObject({ outcome: 'looked', ref: 'refs/heads/main', count: 2 })
  })

  test('of a tag concerns ranges of versions', async () => {
    await push('refs/tags/v1.2.0', '1')
    expect(await woken()).toEqual({ released: 'refresh' })
  })

  test('that names no ref concerns all of the repository but those of one commit', async () => {
    const { answer } = await deliver(signed(secret, '', {}))
    expect(answer).toMatchObject({ data: { outcome: 'looked', deployments: 4 } })
    expect(await woken()).not.toHaveProperty('elsewhere')
  })

  test('of what nobody follows wakes nobody, as a ping and an issue', async () => {
    expect((await push('refs/notes/commits', '1')).answer).toMatchObject({ data: { outcome: 'nobody' } })
    const ping = await deliver(signed(secret, '{"zen":"Design for failure."}', { 'x-github-event': 'ping' }))
    expect(ping).toMatchObject({ status: 200, answer: { ok: true, data: { outcome: 'ping', deployments: 0 } } })
    const issue = await deliver(signed(secret, '{"action":"opened"}', { 'x-github-event': 'issues' }))
    expect(issue.answer).toMatchObject({ data: { outcome: 'ignored' } })
    expect(await woken()).toEqual({})
  })

  test('many at once are one look each', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => push('refs/heads/main', `many-${index}`)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(Object.keys(await woken())).toEqual(['head', 'main'])
  })
})

describe('W22: a delivery that proves nothing', () => {
  const same = ({ answer: { error }, status }: Awaited<ReturnType<typeof knock>>) => ({
    status,
    error: { ...error, requestId: '' },
  })

  test('is answered like one to an address that nobody has, and changes nothing', async () => {
    const right = PUSHES.github(secret, 'refs/heads/main')
    const wrong = PUSHES.github('another secret', 'refs/heads/main')
    const unsigned = { headers: { 'x-github-event': 'push' }, body: right.body }
    const answers = [
      await deliver(wrong),
      await deliver(unsigned),
      await deliver({ ...right, body: right.body.replace('main', 'mein') }),
      await knock('0199c0de-0000-4000-8000-000000000001', right),
      await knock('no-id-at-all', right),
      await knock("' OR 1=1 --", right),
    ]
    for (const answer of answers)
      expect(same(answer)).toEqual({ status: 401, error: { code: 'UNAUTHENTICATED', requestId: '' } })
    expect(await woken()).toEqual({})
    expect((await webhook())?.last).toBeNull()
    await vi.waitFor(async () => expect((await webhook())?.refusedAt).not.toBeNull())
  })

  test('is refused before a byte of it is understood', async () => {
    for (const body of ['{', '['.repeat(MB - 1), '\u0000', '"\ud800"'])
      expect((await deliver({ headers: { 'x-github-event': 'push' }, body })).status).toBe(401)
  })

  test('W22: too often from one address is told when to come again; others are heard', async () => {
    const statuses: number[] = []
    for (let index = 0; index < 40; index++) statuses.push((await deliver({ headers: {}, body: '{}' })).status)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    const refused = await push('refs/heads/main', '1')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    address++
    expect((await push('refs/heads/main', '1')).status).toBe(200)
  })

  test('W22: strangers who share the address of a Git host silence no webhook that has been delivered to', async () => {
    expect((await push('refs/heads/main', '1')).status).toBe(200)
    const guess = () => knock(crypto.randomUUID(), PUSHES.github('guessed', 'refs/heads/main'))
    for (let index = 0; index < 40; index++) await guess()
    expect((await guess()).status).toBe(429)
    expect((await push('refs/heads/main', '2')).status).toBe(200)
  })
})

describe('W22: a delivery that is signed, and hostile', () => {
  test('once more does nothing', async () => {
    expect((await push('refs/heads/main', 'same')).answer).toMatchObject({ data: { outcome: 'looked' } })
    await settle()
    expect((await push('refs/heads/main', 'same')).answer).toMatchObject({
      data: { outcome: 'repeated', deployments: 0 },
    })
    expect(await woken()).toEqual({})
    const at = (await webhook())?.last?.at
    await Promise.all(Array.from({ length: 5 }, () => push('refs/heads/main', 'at once')))
    expect((await webhook())?.last?.at).not.toBe(at)
  })

  test('of a script, which numbers none, means another push each time', async () => {
    for (let index = 0; index < 2; index++) {
      await settle()
      await deliver(signed(secret, '{"ref":"refs/heads/main"}'))
      expect(Object.keys(await woken())).toEqual(['head', 'main'])
    }
  })

  test('of more than 1 MB is refused, whether or not it says so', async () => {
    const { headers, body } = signed(secret, 'x'.repeat(MB + 1))
    expect((await deliver({ headers, body })).status).toBe(413)
    const claimed = await knock(id, { headers: { ...headers, 'content-length': String(100 * MB) }, body: 'x' })
    expect(claimed.status).toBe(413)
    const stream = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)) })
    expect((await knock(id, { headers, body: stream })).status).toBe(413)
    expect(await woken()).toEqual({})
  })

  test('that is too large or breaks off counts as a failure of its address, because it has held a place', async () => {
    const tooLarge = { headers: { 'content-length': String(100 * MB) }, body: 'x' }
    const broken = () => new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) })
    const statuses: number[] = []
    for (let index = 0; index < 16; index++) {
      statuses.push((await knock(crypto.randomUUID(), tooLarge)).status)
      statuses.push((await knock(crypto.randomUUID(), { headers: {}, body: broken() })).status)
    }
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 15 }, () => [413, 422]).flat())
    expect(statuses.slice(30)).toEqual([429, 429])
  })

  test('of 1 MB is taken', async () => {
    const body = JSON.stringify({ ref: 'refs/heads/main', commits: 'x'.repeat(MB - 100) })
    expect((await deliver(signed(secret, body))).status).toBe(200)
  })

  const bombs: [string, string][] = [
    ['null for the repository', '{"ref":"refs/heads/main","repository":null,"project":null,"commits":null}'],
    [
      'null in every field',
      '{"ref":null,"repository":{"default_branch":null,"html_url":null},"push":null,"changes":null}',
    ],
    ['lists for objects', '{"ref":["refs/heads/main"],"repository":[],"push":[],"changes":{}}'],
    ['an empty list of changes', '{"push":{"changes":[]}}'],
    ['changes without refs', '{"push":{"changes":[{"new":null,"old":null}]},"changes":[{"ref":null}]}'],
    ['null itself', 'null'],
    ['a number', '1e999'],
    ['half a character', '{"ref":"refs/heads/\\ud800\\udfff\\ud800"}'],
    ['NUL in a name', '{"ref":"refs/heads/a\\u0000b"}'],
    ['a name that is a book of marks', `{"ref":"${'e\u0301\u0302\u0303\u202e'.repeat(200)}"}`],
    ['a name that is far too long', `{"ref":"refs/heads/${'z'.repeat(500_000)}"}`],
    ['brackets without end', '['.repeat(900_000)],
    ['objects without end', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
    ['prototypes', '{"__proto__":{"ref":"refs/heads/main"},"constructor":{"prototype":{"polluted":true}}}'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]).toString('latin1')],
  ]
  test.each(bombs)('W22: %s is answered 200 and is a hint at most', async (_, body) => {
    const { status, answer } = await deliver(signed(secret, body, { 'x-github-event': 'push' }))
    expect({ status, answer }).toMatchObject({ status: 200, answer: { ok: true } })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(await woken()).not.toHaveProperty('elsewhere')
    expect((await webhook())?.last).not.toBeNull()
  })

  test('a thousand at once: some are taken, the others are told to come later, and none fails', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => push('refs/heads/main', `flood-${index}`)),
    )
    const statuses = Map.groupBy(answers, ({ status }) => status)
    expect([...statuses.keys()].toSorted()).toEqual([200, 429])
    expect(statuses.get(200)?.length).toBeLessThanOrEqual(MOST_PER_MINUTE)
    expect(Object.keys(await woken())).toEqual(['head', 'main'])
  })

  test('more than sixty in a minute are told to come later, until the minute is over', async () => {
    await db.repositoryWebhook.updateMany({ data: { windowCount: MOST_PER_MINUTE } })
    const refused = await push('refs/heads/main', '1')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    expect(await woken()).toEqual({})
    await db.$executeRaw`UPDATE "RepositoryWebhook" SET "windowStart" = now() - interval '61 seconds'`
    expect((await push('refs/heads/main', '1')).status).toBe(200)
  })

  test('W23: what it claims of its repository is read by nobody', async () => {
    const elsewhere = 'https://git.example.com/acme/other.git'
    for (const url of ['.*', `(${'a+'.repeat(5_000)})+$`, elsewhere, 'http://169.254.169.254/latest/meta-data/']) {
      const repository = { html_url: url, clone_url: url, url, ssh_url: url, full_name: url, git_http_url: url }
      const body = JSON.stringify({ ref: 'refs/heads/main', repository, project: repository })
      expect((await deliver(signed(secret, body))).answer).toMatchObject({ data: { deployments: 2 } })
      expect(await woken()).toEqual({ main: 'refresh', head: 'refresh' })
      await settle()
    }
  })

  test('W23: a ref that reads as a pattern is compared as it is', async () => {
    for (const [index, ref] of [
      '.*',
      'refs/heads/.*',
      'refs/heads/ma[i]n',
      `refs/heads/${'(x+x+)+'.repeat(140)}y`,
    ].entries()) {
      const { answer } = await push(ref, `pattern-${index}`)
      expect(answer).toMatchObject({ ok: true })
      expect(await woken()).not.toHaveProperty('main')
      await settle()
    }
  })
})

test('a damaged secret proves nothing, and is no failure of the door', async () => {
  await db.repositoryWebhook.updateMany({ data: { secret: 'v1:x:y:z:w' } })
  expect((await push('refs/heads/main', '1')).status).toBe(401)
})

test('a session opens nothing', async () => {
  const { status } = await deliver({
    headers: { cookie: '__Host-ieum.session=x', origin: 'http://localhost:3000' },
    body: '{}',
  })
  expect(status).toBe(401)
})
