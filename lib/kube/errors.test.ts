import { describe, expect, it } from 'vitest'
import { connectionError, statusError } from './errors.ts'

const status = (code: number, message: string, rest: object = {}) =>
  statusError(code, JSON.stringify({ kind: 'Status', code, message, ...rest }), 'Service')

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
    [504, 'Timeout', {}, 'api_timeout'],
  ])('%i %s', (code, message, rest, reason) => {
    expect(status(code, message, rest).reason).toBe(reason)
  })

  it('names the field and quotes the server', () => {
    const error = status(422, 'Service "a" is invalid', { details: { causes: [{ field: 'spec.ports' }] } })
    expect(error.params).toEqual({ status: 422, field: 'spec.ports' })
    expect(error.detail).toBe('Service "a" is invalid')
  })

  it('never quotes the value of a Secret', () => {
    const body = JSON.stringify({ message: 'data[a]: Invalid value: "CANARY": bad' })
    expect(statusError(422, body, 'Secret').detail).not.toContain('CANARY')
  })

  it('tells a refused connection from one that took too long', () => {
    expect(connectionError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })).reason).toBe('cluster_unreachable')
    expect(connectionError(new DOMException('x', 'TimeoutError')).reason).toBe('api_timeout')
  })
})
