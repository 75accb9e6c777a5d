import { describe, expect, it } from 'vitest'
import { connectionError, isBusy, statusError } from './errors.ts'

const status = (code: number, message: string, rest: object = {}) =>
  statusError(code, JSON.stringify({ kind: 'Status', code, message, ...rest }), { kind: 'Service' })

describe('what an API server answers, as reasons', () => {
  it.each([
    [401, 'Unauthorized', {}, 'cluster_auth_failed'],
    [403, 'services is forbidden: User "x" cannot create resource "services" in API group ""', {}, 'cluster_forbidden'],
    [403, 'unable to create new content in namespace a because it is being terminated', {}, 'namespace_terminating'],
    [403, 'pods "a" is forbidden: violates PodSecurity "restricted"', {}, 'admission_denied'],
    [404, 'namespaces "a" not found', { details: { kind: 'namespaces', name: 'a' } }, 'namespace_missing'],
    [404, 'the server could not find the requested resource', {}, 'kind_unknown'],
    [409, 'the object has been modified', { reason: 'Conflict' }, 'version_changed'],
    [422, 'spec.selector: Invalid value: {}: field is immutable', {}, 'object_immutable'],
    [422, 'spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated', {}, 'node_port_taken'],
    [422, 'spec.replicas: Invalid value: -1', {}, 'object_invalid'],
    [400, 'admission webhook "a.b" denied the request: no', {}, 'admission_denied'],
    [500, 'etcdserver: request timed out', {}, 'api_failed'],
    [
      500,
      'failed to create typed patch object (a/b; v1, Kind=X): .spec.a: expected string, got 5',
      {},
      'object_invalid',
    ],
    [500, 'failed to convert new object (a/b; v1, Kind=Secret): illegal base64 data', {}, 'object_invalid'],
    [504, 'Timeout', {}, 'api_timeout'],
  ])('%i %s', (code, message, rest, reason) => {
    expect(status(code, message, rest).reason).toBe(reason)
  })

  it.each([
    ['cannot patch resource "configmaps" in API group "" in the namespace "a"', 'rights_missing'],
    ['cannot impersonate resource "serviceaccounts" in API group "" in the namespace "a"', 'cluster_identity_refused'],
    ['cannot impersonate-on:serviceaccount:patch resource "pods" in API group ""', 'cluster_identity_refused'],
    ['is attempting to grant RBAC permissions not currently held:', 'rights_not_allowed'],
  ])('says whose right is missing where a call was made for somebody: %s', (words, reason) => {
    const body = JSON.stringify({ message: `configmaps "a" is forbidden: User "x" ${words}` })
    expect(statusError(403, body, { impersonate: 'system:serviceaccount:a:b' }).reason).toBe(reason)
  })

  it('names the right that is missing', () => {
    const message =
      'x is forbidden: User "y" cannot patch resource "deployments" in API group "apps" in the namespace "a"'
    expect(status(403, message).params).toEqual({
      ...{ status: 403, verb: 'patch', resource: 'deployments.apps', namespace: 'a' },
    })
  })

  it('names the field and quotes the server', () => {
    const error = status(422, 'Service "a" is invalid', { details: { causes: [{ field: 'spec.ports' }] } })
    expect(error.params).toEqual({ status: 422, field: 'spec.ports' })
    expect(error.detail).toBe('Service "a" is invalid')
  })

  it('names the field that does not fit its type', () => {
    const message = 'failed to create typed patch object (a/b; /v1, Kind=X): .spec.ports: expected list, got &{{}}'
    expect(status(500, message).params).toEqual({ status: 500, field: 'spec.ports' })
  })

  it.each([
    'Secret "s" is invalid: data[a]: Invalid value: "CANARY": bad',
    ' "" is invalid: patch: Invalid value: "{\\"data\\":{\\"p\\":\\"CANARY\\"}}": unknown field',
    'failed to create typed patch object (d/s; /v1, Kind=Secret): .data.p: expected string, got &value.valueUnstructured{Value:CANARY}',
    'failed to create typed patch object (d/s; /v1, Kind=Secret): .stringData: expected map, got &{[CANARY]}',
    'Secret "s" is invalid: type: Unsupported value: "CANARY": supported values: "a"\nsecond line CANARY',
  ])('never quotes a Secret: %s', (message) => {
    const { detail } = statusError(422, JSON.stringify({ message }), { kind: 'Secret' })
    expect(detail).not.toContain('CANARY')
    expect(detail).toContain('(masked)')
  })

  it('tells a refused connection from one that took too long', () => {
    expect(connectionError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })).reason).toBe('cluster_unreachable')
    expect(connectionError(new DOMException('x', 'TimeoutError')).reason).toBe('api_timeout')
  })

  it('takes a server that is busy for one that may answer later, and an object that does not fit for one that never will', () => {
    expect([429, 500, 502, 503, 504].map((http) => isBusy(http, 'etcdserver: leader changed'))).toEqual(
      Array(5).fill(true),
    )
    expect([400, 404, 409, 422].map((http) => isBusy(http, ''))).toEqual(Array(4).fill(false))
    expect(
      isBusy(500, '{"message":"failed to create typed patch object (a/b): .x: field not declared in schema"}'),
    ).toBe(false)
  })
})
