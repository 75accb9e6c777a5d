/** Values of Secrets are nowhere but in the cluster: rows M10–M12 of the threat table, with canaries that are searched for afterwards. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { type AsManager, asManager } from '#lib/kube/testing/as-manager.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import {
  type DeploymentOptions,
  type TestDeployment,
  type World,
  askSync,
  createWorld,
  idOf,
  runsOf,
} from './testing/world.ts'

const KUBECTL = 'kubectl-client-side-apply'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

let world: World
let foreign: AsManager

beforeAll(async () => {
  world = await createWorld({ environment: { IEUM_LOG_LEVEL: 'trace' } })
  foreign = asManager(sharedConnection())
  world.startEngine()
})
afterAll(async () => {
  await foreign.close()
  await world.end()
})

const base64 = (text: string) => Buffer.from(text).toString('base64')
const secret = (rest: string, metadata = '') => `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n${metadata}${rest}`
const secretOf = (namespace: string) => idOf('v1', 'Secret', namespace, 's')

/** By hand; the first look and a sync, whatever comes of it, are over. */
async function syncOnce(options: DeploymentOptions): Promise<TestDeployment> {
  const deployment = await world.deploy({ spec: { syncPolicy: { retry: { limit: 0 } } }, ...options })
  await vi.waitFor(async () => expect(await itemOf(deployment)).toMatchObject({ sync: 'OutOfSync' }), {
    timeout: 30_000,
  })
  await askSync(deployment.id)
  await vi.waitFor(async () => expect((await runsOf(deployment.id))[0]?.finishedAt).toBeTruthy(), { timeout: 30_000 })
  return deployment
}
const itemOf = ({ id }: TestDeployment) => db.inventoryItem.findFirst({ where: { deploymentId: id, name: 's' } })

/** Everything the engine wrote down about the deployment, and everything it said. */
async function written({ id }: TestDeployment): Promise<string> {
  const where = { deploymentId: id }
  const rows = await Promise.all([
    db.deploymentStatus.findMany({ where }),
    db.inventoryItem.findMany({ where }),
    db.syncRun.findMany({ where, include: { results: true } }),
  ])
  return JSON.stringify(rows) + world.output()
}

/** No part of a value that would tell it: as it is, as base64, and the middle of both. */
async function expectNowhere(deployment: TestDeployment, ...canaries: string[]) {
  const text = await written(deployment)
  for (const value of canaries.flatMap((one) => [one, base64(one)])) {
    expect(text).not.toContain(value)
    expect(text).not.toContain(value.slice(4, 20))
  }
}

describe('M10: a Secret that is not right', () => {
  it.each([
    ['bad base64', 'data:\n  password: "CANARY-m10-base64-not-encoded!"\n', 'CANARY-m10-base64-not-encoded!'],
    ['a number', 'data:\n  password: 4815162342108\n', '4815162342108'],
    ['a number as stringData', 'stringData:\n  password: 4815162342109\n', '4815162342109'],
    ['a list', 'data:\n  password: ["CANARY-m10-list-of-values"]\n', 'CANARY-m10-list-of-values'],
    ['a map', 'stringData:\n  password: {inner: "CANARY-m10-map-of-values"}\n', 'CANARY-m10-map-of-values'],
    ['text instead of fields', 'data: "CANARY-m10-instead-of-map"\n', 'CANARY-m10-instead-of-map'],
    ['a name that is none', 'stringData: {"bad key!": "CANARY-m10-under-bad-key"}\n', 'CANARY-m10-under-bad-key'],
    ['a field of no Secret', 'stringDatas: {a: "CANARY-m10-undeclared-field"}\n', 'CANARY-m10-undeclared-field'],
  ])('M10: %s is refused without its value', async (_, rest, canary) => {
    const deployment = await syncOnce({ files: { 's.yaml': secret(rest) } })
    expect(await itemOf(deployment)).toMatchObject({ syncReason: 'object_invalid' })
    expect((await runsOf(deployment.id))[0]).toMatchObject({ phase: 'Failed', reason: 'object_invalid' })
    await expectNowhere(deployment, canary)
  })

  it('M10: more than a megabyte is refused without its value', async () => {
    const canary = 'CANARY-m10-megabytes-'
    const deployment = await syncOnce({ files: { 's.yaml': secret(`stringData: {a: "${canary.repeat(100_000)}"}\n`) } })
    expect((await runsOf(deployment.id))[0]).toMatchObject({ phase: 'Failed' })
    await expectNowhere(deployment, canary)
  })

  it('M10: stringData beside data wins, and neither is shown when it changes', async () => {
    const both = (value: string) =>
      secret(`data: {a: ${base64(`CANARY-m10-data-${value}`)}}\nstringData: {a: "CANARY-m10-string-${value}"}\n`)
    const deployment = await syncOnce({ files: { 's.yaml': both('first') } })
    expect(await world.kube.get(secretOf(deployment.namespace))).toMatchObject({
      data: { a: base64('CANARY-m10-string-first') },
    })
    await deployment.push({ 's.yaml': both('second') })
    await vi.waitFor(async () => expect((await itemOf(deployment))?.differences).toMatchObject([{ path: '/data/a' }]), {
      timeout: 30_000,
    })
    await expectNowhere(deployment, 'CANARY-m10-data-first', 'CANARY-m10-string-first')
    await expectNowhere(deployment, 'CANARY-m10-data-second', 'CANARY-m10-string-second')
  })
})

/** A live Secret as `kubectl apply` leaves it, whose annotations repeat its value. */
const applyByKubectl = (namespace: string, value: string) =>
  foreign.write(KUBECTL, secretOf(namespace), {
    ...{ plural: 'secrets', how: 'create' },
    body: {
      ...{ apiVersion: 'v1', kind: 'Secret' },
      metadata: {
        ...{ name: 's', namespace },
        annotations: {
          [LAST_APPLIED]: JSON.stringify({ data: { password: base64(value) }, stringData: { password: value } }),
          'example.org/copy': `password=${value}`,
          'example.org/encoded': base64(value),
        },
      },
      data: { password: base64(value) },
    },
  })

describe('M11: a live Secret that Git does not know the value of', () => {
  it('M11: a manifest that names it without data gets no live value back', async () => {
    const canary = 'CANARY-m11-live-value-of-somebody'
    const deployment = await syncOnce({
      files: { 's.yaml': secret('type: Opaque\n') },
      prepare: (namespace) => applyByKubectl(namespace, canary),
    })
    expect((await runsOf(deployment.id))[0]).toMatchObject({ phase: 'Succeeded' })
    await expectNowhere(deployment, canary)
  })

  it('M11: a live Secret of another type is refused without a live value', async () => {
    const canary = 'CANARY-m11-type-cannot-change'
    const deployment = await syncOnce({
      files: { 's.yaml': secret('type: example.org/other\nimmutable: true\n') },
      prepare: (namespace) => applyByKubectl(namespace, canary),
    })
    expect((await runsOf(deployment.id))[0]).toMatchObject({ phase: 'Failed' })
    await expectNowhere(deployment, canary)
  })

  it('M11: an ignore rule that fails on it does not quote it', async () => {
    const canary = 'CANARY-m11-quoted-by-jq-rule'
    const jqPathExpressions = ['.data.password | explode | error(tostring)', '.data | error']
    const deployment = await world.deploy({
      files: { 's.yaml': secret('stringData: {password: "CANARY-m11-of-git-itself"}\n') },
      spec: { syncPolicy: {}, ignoreDifferences: [{ group: '*', kind: '*', jqPathExpressions }] },
      prepare: (namespace) => applyByKubectl(namespace, canary),
    })
    await vi.waitFor(
      async () =>
        expect(await itemOf(deployment)).toMatchObject({ sync: 'Unknown', syncReason: 'ignore_expression_failed' }),
      { timeout: 30_000 },
    )
    expect(await itemOf(deployment)).toMatchObject({ syncMessage: '' })
    await expectNowhere(deployment, canary, 'CANARY-m11-of-git-itself')
    const codes = [...base64(canary)].map((character) => character.charCodeAt(0)).join(',')
    expect(await written(deployment)).not.toContain(codes.slice(0, 40))
  })
})

describe('M12: a live Secret with a copy of itself in its annotations', () => {
  it('M12: neither last-applied-configuration nor any other annotation shows a value', async () => {
    const canary = 'CANARY-m12-repeated-in-annotations'
    const copies = `  annotations:\n    example.org/copy: "password=CANARY-m12-new-value-in-git"\n`
    const deployment = await world.deploy({
      files: { 's.yaml': secret('stringData: {password: "CANARY-m12-new-value-in-git"}\n', copies) },
      spec: { syncPolicy: {} },
      prepare: (namespace) => applyByKubectl(namespace, canary),
    })
    await vi.waitFor(async () => expect(await itemOf(deployment)).toMatchObject({ sync: 'OutOfSync' }), {
      timeout: 30_000,
    })
    const differences = (await itemOf(deployment))?.differences as { path: string; live?: string; desired?: string }[]
    const paths = differences.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['/data/password', '/metadata/annotations/example.org~1copy']))
    expect(paths.filter((path) => path.includes('last-applied'))).toEqual([])
    for (const { live, desired } of differences) expect(live).not.toBe(desired)
    await expectNowhere(deployment, canary, 'CANARY-m12-new-value-in-git')
  })

  it('M12: the copy goes with the first sync', async () => {
    const canary = 'CANARY-m12-gone-with-first-sync'
    const deployment = await syncOnce({
      files: { 's.yaml': secret('stringData: {password: "CANARY-m12-of-git-itself"}\n') },
      prepare: (namespace) => applyByKubectl(namespace, canary),
    })
    const live = await world.kube.get(secretOf(deployment.namespace))
    expect(Object.keys(live?.metadata.annotations ?? {})).toEqual(['ieum.dev/tracking'])
    await expectNowhere(deployment, canary, 'CANARY-m12-of-git-itself')
  })
})
