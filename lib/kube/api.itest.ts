import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { resourceIdOf, type KubeObject } from '#lib/engine/model/resource.ts'
import { createKubeApi, FIELD_MANAGER } from './api.ts'
import { sharedConnection, startSandbox } from './testing/sandbox.ts'
import { reduceKubeconfig } from './kubeconfig.ts'
import { readFileSync } from 'node:fs'
import type { ApiKind, KubeApi, WatchEvent } from './types.ts'

const namespace = `kube-${randomBytes(4).toString('hex')}`
const idOf = (object: object) => resourceIdOf(object as KubeObject)

const object = (apiVersion: string, kind: string, name: string, rest: object = {}, inside = namespace) => ({
  apiVersion,
  kind,
  metadata: { name, ...(inside ? { namespace: inside } : {}) },
  ...rest,
})
const configMap = (name: string, data: Record<string, string> = {}) => object('v1', 'ConfigMap', name, { data })
const service = (name: string, spec: object) => object('v1', 'Service', name, { spec })
const namespaceObject = (name: string) => object('v1', 'Namespace', name, {}, '')

async function configMaps(api: KubeApi): Promise<ApiKind> {
  const kind = (await api.discover()).find('', 'v1', 'ConfigMap')
  if (!kind) throw new Error('the API server serves no ConfigMaps')
  return kind
}

describe('the door to Kubernetes, on a real API server', () => {
  let api: KubeApi
  const apply = (value: object, options = {}) => api.apply(idOf(value), JSON.stringify(value), options)

  beforeAll(async () => {
    api = createKubeApi(sharedConnection())
    await apply(namespaceObject(namespace))
  })
  afterAll(async () => {
    await api.delete(idOf(namespaceObject(namespace)), { propagation: 'background' })
    await api.close()
  })

  it('tells the version and what is served', async () => {
    expect(await api.version()).toMatch(/^v1\./)
    const discovery = await api.discover()
    expect(discovery.find('apps', 'v1', 'Deployment')).toMatchObject({ plural: 'deployments', namespaced: true })
    expect(discovery.find('', 'v1', 'Namespace')).toMatchObject({ plural: 'namespaces', namespaced: false })
    expect(discovery.broken).toEqual([])
  })

  it('creates and updates by server-side apply as its own field manager', async () => {
    await apply(configMap('a', { x: '1' }))
    const updated = await apply(configMap('a', { x: '2' }))
    expect(updated['data']).toEqual({ x: '2' })
    expect(updated.metadata.managedFields?.map(({ manager, operation }) => [manager, operation])).toEqual([
      [FIELD_MANAGER, 'Apply'],
    ])
  })

  it('takes no namespace for a kind that turns out to be cluster-scoped', async () => {
    const role = object('rbac.authorization.k8s.io/v1', 'ClusterRole', `${namespace}-role`, { rules: [] })
    const refusal = { reason: 'object_invalid', params: { field: 'metadata.namespace' } }
    await expect(apply(role)).rejects.toMatchObject(refusal)
    await expect(api.create(idOf(role), JSON.stringify(role))).rejects.toMatchObject(refusal)
    expect(await api.get(idOf(role))).toBeNull()
    expect(await api.get({ ...idOf(role), namespace: '' })).toBeNull()
  })

  it('shows with a dry run what would be and changes nothing', async () => {
    await apply(configMap('dry', { x: '1' }))
    const predicted = await apply(configMap('dry', { x: '2' }), { dryRun: true })
    expect(predicted['data']).toEqual({ x: '2' })
    expect((await api.get(idOf(configMap('dry'))))?.['data']).toEqual({ x: '1' })
  })

  it('keeps integers that JavaScript cannot hold', async () => {
    const raw = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"big","namespace":"${namespace}","generation":1},"data":{"n":"x"}}`
    const id = { group: '', version: 'v1', kind: 'ConfigMap', namespace, name: 'big' }
    await api.apply(id, raw)
    await api.replace(id, raw.replace('"x"', '"9007199254740993"'))
    expect((await api.get(id))?.['data']).toEqual({ n: '9007199254740993' })
  })

  it.each([
    ['a field that does not exist', () => object('v1', 'ConfigMap', 'bad', { dataa: {} }), 'object_invalid'],
    ['an invalid value', () => service('bad', { ports: [{ port: 99999 }] }), 'object_invalid'],
    ['a kind nobody serves', () => object('example.com/v1', 'Thing', 'a'), 'kind_unknown'],
    [
      'a namespace that does not exist',
      () => object('v1', 'ConfigMap', 'a', {}, 'nowhere-at-all'),
      'namespace_missing',
    ],
  ])('refuses %s with a reason', async (_, value, reason) => {
    await expect(apply(value())).rejects.toMatchObject({ reason })
  })

  it('lets an unknown field pass when validation is off', async () => {
    const lax = object('v1', 'ConfigMap', 'lax', { dataa: {}, kindd: 'x', data: { a: '1' } })
    expect((await apply(lax, { validate: false }))['data']).toEqual({ a: '1' })
  })

  it('says that a field is immutable', async () => {
    await apply(object('v1', 'Secret', 'fixed', { immutable: true, stringData: { a: '1' } }))
    const changed = object('v1', 'Secret', 'fixed', { immutable: true, stringData: { a: '2' } })
    await expect(apply(changed)).rejects.toMatchObject({ reason: 'object_immutable' })
  })

  it('says that a node port is taken', async () => {
    const first = await apply(service('first', { type: 'NodePort', ports: [{ port: 80 }] }))
    const { ports } = first['spec'] as { ports: { nodePort: number }[] }
    const second = service('second', { type: 'NodePort', ports: [{ port: 80, nodePort: ports[0]?.nodePort }] })
    await expect(apply(second)).rejects.toMatchObject({ reason: 'node_port_taken' })
  })

  it('gives null for an object that is not there and deletes only what it was told to', async () => {
    expect(await api.get(idOf(configMap('never')))).toBeNull()
    expect(await api.delete(idOf(configMap('never')), { propagation: 'background' })).toBe(false)
    const made = await apply(configMap('gone'))
    await expect(
      api.delete(idOf(made), { propagation: 'background', uid: '00000000-0000-0000-0000-000000000000' }),
    ).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await api.delete(idOf(made), { propagation: 'foreground', uid: made.metadata.uid ?? '' })).toBe(true)
  })

  it('K12: refuses names that would leave the path', async () => {
    await expect(api.get({ ...idOf(configMap('a')), name: '../../secrets/x' })).rejects.toMatchObject({
      reason: 'object_invalid',
    })
  })

  it('lists more than a page', async () => {
    const names = Array.from({ length: 520 }, (_, index) => `page-${index}`)
    await Promise.all(names.map((name) => apply(configMap(name))))
    const items = await api.list(await configMaps(api), { namespace })
    expect(items.filter(({ metadata }) => metadata.name.startsWith('page-'))).toHaveLength(520)
    expect(items[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' })
  })
})

describe('a watch', () => {
  it('reports changes, and after a crash of the API server what changed meanwhile', { timeout: 90_000 }, async () => {
    const sandbox = await startSandbox()
    const connection = () => reduceKubeconfig(readFileSync(sandbox.kubeconfig, 'utf8'))
    const api = createKubeApi(connection())
    const stop = new AbortController()
    try {
      const kind = await configMaps(api)
      const map = (name: string) => object('v1', 'ConfigMap', name, { data: {} }, 'default')
      const events: WatchEvent[] = []
      api.watch(kind, { namespace: 'default' }, (event) => events.push(event), stop.signal)
      const seen = (type: string, name?: string) =>
        vi.waitFor(
          () =>
            expect(
              events.some(
                (event) => event.type === type && (!name || ('object' in event && event.object.metadata.name === name)),
              ),
            ).toBe(true),
          { timeout: 30_000, interval: 20 },
        )
      await seen('SYNCED')
      const first = await api.apply(idOf(map('first')), JSON.stringify(map('first')))
      await seen('ADDED', 'first')

      await sandbox.kill('SIGKILL')
      await seen('LOST')
      await sandbox.start()
      const other = createKubeApi(connection())
      await other.delete(idOf(first), { propagation: 'background' })
      await other.apply(idOf(map('second')), JSON.stringify(map('second')))
      await other.close()
      await seen('DELETED', 'first')
      await seen('ADDED', 'second')
    } finally {
      stop.abort()
      await api.close()
      await sandbox.stop()
    }
  })
})
