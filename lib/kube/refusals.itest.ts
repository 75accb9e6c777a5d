import { randomBytes } from 'node:crypto'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resourceIdOf, type KubeObject } from '#lib/engine/model/resource.ts'
import { createKubeApi } from './api.ts'
import { sharedConnection } from './testing/sandbox.ts'
import type { KubeApi, KubeConnection } from './types.ts'

const suffix = randomBytes(4).toString('hex')
const namespace = `refusals-${suffix}`
const idOf = (object: object) => resourceIdOf(object as KubeObject)
const inNamespace = (apiVersion: string, kind: string, name: string, rest: object = {}, inside = namespace) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: inside },
  ...rest,
})
const clusterScoped = (apiVersion: string, kind: string, name: string, rest: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
})

let api: KubeApi
const applyAs = (client: KubeApi, value: object, options = {}) =>
  client.apply(idOf(value), JSON.stringify(value), options)
const apply = (value: object, options = {}) => applyAs(api, value, options)

beforeAll(async () => {
  api = createKubeApi(sharedConnection())
  await apply(clusterScoped('v1', 'Namespace', namespace))
})
afterAll(async () => {
  await api.delete(idOf(clusterScoped('v1', 'Namespace', namespace)), { propagation: 'background' })
  await api.close()
})

describe('who may do what', () => {
  it('says that a token is not accepted', async () => {
    const other = createKubeApi({ ...sharedConnection(), auth: { kind: 'token', token: 'CANARY-token' } })
    const error: unknown = await other.version().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ reason: 'cluster_auth_failed' })
    expect(JSON.stringify(error)).not.toContain('CANARY')
    await other.close()
  })

  it('is judged by Kubernetes as the account it acts for', async () => {
    await apply(inNamespace('v1', 'ServiceAccount', 'writer'))
    await apply(
      inNamespace('rbac.authorization.k8s.io/v1', 'Role', 'writer', {
        rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'create', 'patch'] }],
      }),
    )
    await apply(
      inNamespace('rbac.authorization.k8s.io/v1', 'RoleBinding', 'writer', {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'writer' },
        subjects: [{ kind: 'ServiceAccount', name: 'writer', namespace }],
      }),
    )
    const writer = api.as(`system:serviceaccount:${namespace}:writer`)
    expect(await applyAs(writer, inNamespace('v1', 'ConfigMap', 'mine', { data: { a: '1' } }))).toMatchObject({
      data: { a: '1' },
    })
    await expect(applyAs(writer, inNamespace('v1', 'Secret', 'not-mine'))).rejects.toMatchObject({
      reason: 'rights_missing',
      params: { verb: 'patch', resource: 'secrets', namespace },
    })
    await expect(applyAs(writer, inNamespace('v1', 'ConfigMap', 'a', {}, 'default'))).rejects.toMatchObject({
      reason: 'rights_missing',
      params: { verb: 'patch', resource: 'configmaps', namespace: 'default' },
    })
    await writer.close()
    expect(await api.version()).toMatch(/^v1/)
  })
})

describe('what may be written', () => {
  it('writes an object of a kind that was defined a moment ago', async () => {
    const group = `shop-${suffix}.example.org`
    const schema = {
      type: 'object',
      properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
    }
    const definition = clusterScoped('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `orders.${group}`, {
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind: 'Order', plural: 'orders', singular: 'order' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
      },
    })
    const order = inNamespace(`${group}/v1`, 'Order', 'one', { spec: { size: 3 } })
    await expect(apply(order)).rejects.toMatchObject({ reason: 'kind_unknown' })
    await apply(definition)
    const established = async () => {
      const status = (await api.get(idOf(definition)))?.['status'] as {
        conditions?: { type: string; status: string }[]
      }
      return status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True') ?? false
    }
    await expect.poll(established, { timeout: 20_000 }).toBe(true)
    await expect
      .poll(async () => (await api.discover(true)).find(group, 'v1', 'Order'), { timeout: 20_000 })
      .toBeDefined()
    expect(await apply(order)).toMatchObject({ kind: 'Order', spec: { size: 3 } })
    await expect(apply({ ...order, spec: { size: 'three' } })).rejects.toMatchObject({ reason: 'object_invalid' })
    await api.delete(idOf(definition), { propagation: 'foreground' })
  })

  it('says that a namespace is going away', async () => {
    const ending = `ending-${suffix}`
    const object = clusterScoped('v1', 'Namespace', ending)
    await apply(object)
    // A finalizer of ours keeps the namespace in this state for as long as the test needs it.
    const held = inNamespace('v1', 'ConfigMap', 'held', {}, ending)
    await apply({ ...held, metadata: { ...held.metadata, finalizers: ['example.org/hold'] } })
    await api.delete(idOf(object), { propagation: 'background' })
    await expect(apply(inNamespace('v1', 'ConfigMap', 'late', {}, ending))).rejects.toMatchObject({
      reason: 'namespace_terminating',
    })
    await api.mergePatch(idOf(held), { metadata: { finalizers: null } })
  })

  it('says that a selector cannot be changed', async () => {
    const deployment = (app: string) =>
      inNamespace('apps/v1', 'Deployment', 'web', {
        spec: {
          selector: { matchLabels: { app } },
          template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'web', image: 'web' }] } },
        },
      })
    await apply(deployment('a'))
    await expect(apply(deployment('b'))).rejects.toMatchObject({
      reason: 'object_immutable',
      params: { field: 'spec.selector' },
    })
  })

  const CANARY = 'CANARY'
  it.each([
    ['a number', { stringData: { p: 424_242 } }],
    ['an object', { stringData: { p: { deep: CANARY } } }],
    ['a list', { stringData: [CANARY] }],
    ['bad base64', { data: { p: `${CANARY}!!` } }],
    ['a bad key', { stringData: { 'bad key': CANARY } }],
    [
      'a broken docker configuration',
      { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': CANARY } },
    ],
  ])('never repeats what a refused Secret holds: %s', async (_, content) => {
    const secret = inNamespace('v1', 'Secret', 'secret', content)
    const good = inNamespace('v1', 'Secret', 'good', { stringData: { p: 'x' } })
    await apply(good)
    const attempts = [
      apply(secret),
      apply(secret, { dryRun: true }),
      apply(secret, { validate: false }),
      api.create(idOf(secret), JSON.stringify(secret)),
      api.replace(idOf(good), JSON.stringify({ ...secret, metadata: good.metadata })),
      api.mergePatch(idOf(good), { ...content, unknown: CANARY }),
    ]
    for (const outcome of await Promise.allSettled(attempts)) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'AppError', reason: expect.stringMatching(/^object_/) },
      })
      expect(JSON.stringify(outcome)).not.toMatch(/CANARY|424242/)
    }
  })
})

describe('a connection that is in the way', () => {
  let proxy: Server
  let sockets: Set<Socket>
  let accepted: number
  let onAccept: (socket: Socket) => void
  let through: KubeConnection

  beforeAll(async () => {
    const target = new URL(sharedConnection().server)
    sockets = new Set()
    proxy = createServer((socket) => {
      accepted++
      sockets.add(socket)
      socket.on('error', () => undefined)
      const upstream = connect(Number(target.port), target.hostname)
      upstream.on('error', () => socket.destroy())
      socket.on('close', () => upstream.destroy())
      onAccept(socket)
      socket.pipe(upstream).pipe(socket)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    through = { ...sharedConnection(), server: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
  })
  afterAll(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => proxy.close(resolve))
  })

  it('repeats a call whose connection was cut, when it may be repeated', async () => {
    accepted = 0
    onAccept = (socket) => {
      if (accepted <= 2) socket.destroy()
    }
    const client = createKubeApi(through)
    expect(await client.version()).toMatch(/^v1\./)
    expect(accepted).toBe(3)
    await client.close()
  })

  it('says that the cluster cannot be reached when it stays cut', async () => {
    onAccept = (socket) => socket.destroy()
    const client = createKubeApi(through)
    await expect(client.version()).rejects.toMatchObject({ code: 'UPSTREAM', reason: 'cluster_unreachable' })
    await client.close()
  })

  it('gives up at the deadline of a call', async () => {
    onAccept = () => undefined
    const client = createKubeApi(through, { requestTimeoutMs: 400 })
    await client.version()
    for (const socket of sockets) socket.pause().unpipe()
    onAccept = (socket) => socket.unpipe()
    await expect(client.version()).rejects.toMatchObject({ code: 'TIMEOUT', reason: 'api_timeout' })
    await client.close()
  })

  it('trusts only the certificate authority of the cluster', async () => {
    const client = createKubeApi({ ...sharedConnection(), caData: Buffer.from('no certificate').toString('base64') })
    await expect(client.version()).rejects.toMatchObject({ reason: 'cluster_unreachable' })
    await client.close()
  })
})
