import { describe, expect, test } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { atField, checkNodePorts, checkRequest, patchFor, withIgnoreRule, type EditInput } from './external-access.ts'

const service = (name: string, ports: object[], spec: object = {}): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop', uid: `uid-${name}` } },
  spec: { type: 'ClusterIP', clusterIP: '10.1.0.1', ports, ...spec },
})
const web = service('web', [
  { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080, appProtocol: 'h2c' },
  { name: 'metrics', port: 9090, protocol: 'TCP', targetPort: 'metrics', nodePort: 31000 },
])
const input = (more: Partial<EditInput>): EditInput => ({
  ...{ workspace: 'w', cluster: 'c', project: 'shop', service: 'web', resourceVersion: '7' },
  ...{ access: 'NodePort', nodePorts: [], keepDespiteGit: false, ...more },
})
const refused = (work: () => void) => {
  try {
    work()
  } catch (error) {
    return error as AppError
  }
  throw new Error('was not refused')
}

describe('the patch', () => {
  test('keeps every field of every port and the node ports it has', () => {
    expect(patchFor(web, input({}))).toEqual({
      metadata: { resourceVersion: '7' },
      spec: {
        type: 'NodePort',
        ports: [
          { name: 'http', port: 80, protocol: 'TCP', targetPort: 8080, appProtocol: 'h2c' },
          { name: 'metrics', port: 9090, protocol: 'TCP', targetPort: 'metrics', nodePort: 31000 },
        ],
      },
    })
  })

  test('sets the node port that was asked for', () => {
    const patch = patchFor(web, input({ nodePorts: [{ port: 80, nodePort: 30080 }] }))
    expect(patch).toMatchObject({ spec: { ports: [{ port: 80, nodePort: 30080 }, { nodePort: 31000 }] } })
  })

  test('gives node ports back when access ends', () => {
    const patch = JSON.stringify(patchFor(web, input({ access: 'none' })))
    expect(patch).toContain('"type":"ClusterIP"')
    expect(patch).not.toContain('nodePort')
  })

  test('gives a port without a name none', () => {
    const unnamed = service('web', [{ port: 80, protocol: 'TCP', targetPort: 80 }])
    expect(JSON.stringify(patchFor(unnamed, input({})))).not.toContain('"name"')
  })
})

describe('a request is refused at its field', () => {
  test.each([
    ['headless', service('web', [], { clusterIP: 'None' })],
    ['a name elsewhere', service('web', [], { type: 'ExternalName' })],
  ])('when the Service is %s', (_, object) => {
    expect(refused(() => checkRequest(object, input({}))).fields).toEqual({ access: { code: 'not_a_choice' } })
  })

  test('when it names a port that the Service does not have', () => {
    const error = refused(() => checkRequest(web, input({ nodePorts: [{ port: 81, nodePort: 30081 }] })))
    expect(error.fields).toEqual({ 'nodePorts.81': { code: 'not_found' } })
  })

  test('when it asks for one node port twice', () => {
    const nodePorts = [80, 9090].map((port) => ({ port, nodePort: 30080 }))
    expect(refused(() => checkRequest(web, input({ nodePorts }))).fields).toEqual({
      'nodePorts.9090': { code: 'port_taken', params: { port: 30080 } },
    })
  })

  test('when another Service has the node port', () => {
    const other = service('other', [{ port: 1, protocol: 'TCP', nodePort: 30080 }])
    const asked = input({ nodePorts: [{ port: 80, nodePort: 30080 }] })
    expect(refused(() => checkNodePorts(web, asked, [web, other]))).toMatchObject({
      reason: 'node_port_taken',
      fields: { 'nodePorts.80': { code: 'port_taken' } },
    })
  })

  test('when the API server allocates from another range, with its own words', () => {
    const detail = 'nodePort: Invalid value: 31000: provided port is not in the valid range. The range is 27000-29767'
    const error = new AppError('UPSTREAM', { reason: 'object_invalid', detail })
    const asked = input({ nodePorts: [{ port: 80, nodePort: 31000 }] })
    expect(atField(error, asked)).toMatchObject({
      ...{ code: 'VALIDATION', reason: 'object_invalid', detail },
      fields: { 'nodePorts.80': { code: 'invalid' } },
    })
  })

  test('when the API server finds it taken after all', () => {
    const detail =
      'Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated'
    const asked = input({ nodePorts: [{ port: 80, nodePort: 30080 }] })
    const answer = new AppError('UPSTREAM', { reason: 'node_port_taken', detail })
    expect(atField(answer, asked)).toMatchObject({
      code: 'VALIDATION',
      fields: { 'nodePorts.80': { code: 'port_taken' } },
    })
    const other = new AppError('UPSTREAM', { reason: 'api_failed', detail: 'no' })
    expect(atField(other, asked)).toBe(other)
  })
})

describe('a request passes', () => {
  test('for a node port that the Service has itself, or another protocol uses', () => {
    const dns = service('dns', [{ port: 53, protocol: 'UDP', nodePort: 30080 }])
    const nodePorts = [
      { port: 80, nodePort: 30080 },
      { port: 9090, nodePort: 31000 },
    ]
    expect(() => checkRequest(web, input({ nodePorts }))).not.toThrow()
    expect(() => checkNodePorts(web, input({ nodePorts }), [web, dns])).not.toThrow()
  })
})

describe('the rule for the deployment', () => {
  test('names type and node ports of this Service', () => {
    expect(withIgnoreRule([], web)).toEqual([
      {
        ...{ group: '', kind: 'Service', namespace: 'shop', name: 'web' },
        jsonPointers: ['/spec/type', '/spec/ports/0/nodePort', '/spec/ports/1/nodePort'],
        ...{ jqPathExpressions: [], managedFieldsManagers: [] },
      },
    ])
  })

  test('added twice is added once, and leaves other rules alone', () => {
    const rules = { jqPathExpressions: [], managedFieldsManagers: [] }
    const other = { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'], ...rules }
    const own = {
      group: '',
      kind: 'Service',
      namespace: 'shop',
      name: 'web',
      jsonPointers: ['/metadata/labels'],
      ...rules,
    }
    const once = withIgnoreRule([other, own], web)
    expect(once).toHaveLength(2)
    expect(once[1]?.jsonPointers).toContain('/metadata/labels')
    expect(withIgnoreRule(once, web)).toEqual(once)
  })
})
