import { describe, expect, test } from 'vitest'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { readEndpoints, readNodeAddress } from './read-objects.ts'
import { toServiceRow } from './to-row.ts'

const service = (spec: object, more: object = {}): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'Service', spec, ...more },
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
})
const row = (object: KubeObject, nodes = [{ node: 'n1', host: '10.0.0.1' }]) =>
  toServiceRow({ object, endpoints: [], nodes, owner: null })
const port = { port: 80, protocol: 'TCP', targetPort: 'http' }

describe('a Service', () => {
  test('inside of the cluster has no external address', () => {
    expect(row(service({ type: 'ClusterIP', clusterIP: '10.1.0.9', ports: [port] }))).toMatchObject({
      ...{ name: 'web', type: 'ClusterIP', access: 'none', clusterIP: '10.1.0.9', externalAddresses: [] },
      ports: [{ name: '', port: 80, protocol: 'TCP', targetPort: 'http', nodePort: null }],
      resourceVersion: '7',
    })
  })

  test('with node ports is reached on every node that is ready', () => {
    const object = service({ type: 'NodePort', clusterIP: '10.1.0.9', ports: [{ ...port, nodePort: 30080 }] })
    const nodes = [
      { node: 'n1', host: '10.0.0.1' },
      { node: 'n2', host: '10.0.0.2' },
    ]
    expect(row(object, nodes).externalAddresses).toEqual([
      { host: '10.0.0.1', port: 30080, node: 'n1' },
      { host: '10.0.0.2', port: 30080, node: 'n2' },
    ])
  })

  test('behind a load balancer is reached there first', () => {
    const status = { loadBalancer: { ingress: [{ hostname: 'lb.example' }, { ip: '203.0.113.5' }] } }
    const spec = { type: 'LoadBalancer', ports: [{ ...port, nodePort: 30080 }] }
    expect(row(service(spec, { status })).externalAddresses).toEqual([
      { host: 'lb.example', port: 80, node: '' },
      { host: '203.0.113.5', port: 80, node: '' },
      { host: '10.0.0.1', port: 30080, node: 'n1' },
    ])
  })

  test('without an address of its own is headless', () => {
    expect(row(service({ type: 'ClusterIP', clusterIP: 'None', ports: [port] })).type).toBe('Headless')
  })

  test('that is a name elsewhere says which', () => {
    expect(row(service({ type: 'ExternalName', externalName: 'db.example' }))).toMatchObject({
      ...{ type: 'ExternalName', externalName: 'db.example', access: 'none', ports: [] },
    })
  })

  test.each([{}, { ports: 'none' }, { ports: [{ port: 'x' }] }, { type: 7, clusterIP: 7 }])(
    'of a shape that was never seen does not break the page: %j',
    (spec) => expect(row(service(spec)).name).toBe('web'),
  )
})

describe('what Git says about the type', () => {
  const owner = { name: 'web', devopsProject: 'devops', selfHeal: true }
  const applied = (fields: object, manager = 'ieum'): KubeObject => {
    const object = service({ type: 'ClusterIP' })
    object.metadata.managedFields = [{ manager, operation: 'Apply', fieldsV1: { 'f:spec': fields } }]
    return object
  }
  const declares = (object: KubeObject) =>
    toServiceRow({ object, endpoints: [], nodes: [], owner }).managedBy?.declaresType

  test('is read from what Ieum applied, not from what others wrote', () => {
    expect(declares(applied({ 'f:type': {} }))).toBe(true)
    expect(declares(applied({ 'f:ports': {} }))).toBe(false)
    expect(declares(applied({ 'f:type': {} }, 'kubectl'))).toBe(false)
  })
})

test('a pod in several slices counts once, and a pod of unknown readiness as ready', () => {
  const slice = (endpoints: object[]) => readEndpoints({ ...service({}), endpoints })
  const endpoints = [
    ...slice([
      { addresses: ['10.2.0.1'], conditions: { ready: true }, targetRef: { uid: 'p1' } },
      { addresses: ['10.2.0.2'], conditions: { ready: false }, targetRef: { uid: 'p2' } },
      { addresses: ['10.2.0.3'], conditions: {} },
    ]),
    ...slice([{ addresses: ['fd00::1'], conditions: { ready: true }, targetRef: { uid: 'p1' } }]),
  ]
  expect(toServiceRow({ object: service({}), endpoints, nodes: [], owner: null }).endpoints).toEqual({
    ready: 2,
    total: 3,
  })
})

describe('a node', () => {
  const node = (ready: string, addresses: object[]): KubeObject => ({
    ...{ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } },
    status: { addresses, conditions: [{ type: 'Ready', status: ready }] },
  })
  const internal = { type: 'InternalIP', address: '10.0.0.1' }
  const external = { type: 'ExternalIP', address: '203.0.113.1' }

  test('is reached by its external address, otherwise by the internal one', () => {
    expect(readNodeAddress(node('True', [internal, external]))?.host).toBe('203.0.113.1')
    expect(readNodeAddress(node('True', [internal]))?.host).toBe('10.0.0.1')
  })

  test.each([
    ['that is not ready', node('False', [internal])],
    ['without an address', node('True', [{ type: 'Hostname', address: 'n1' }])],
    ['without a status', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } }],
  ])('%s is not offered', (_, object) => expect(readNodeAddress(object)).toBeNull())
})
