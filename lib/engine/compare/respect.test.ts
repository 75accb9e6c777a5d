import { describe, expect, it } from 'vitest'
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'
import { TRACKING_ANNOTATION } from '../ownership/mark.ts'
import type { Ignored } from './ignore.ts'
import { withIgnoredFromLive } from './respect.ts'

const ours = (fieldsV1: Record<string, unknown>): ManagedFieldsEntry => ({
  manager: 'ieum',
  operation: 'Apply',
  fieldsV1,
})

const live = (spec: object, managedFields: ManagedFieldsEntry[] = []): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', uid: 'u', resourceVersion: '7', labels: { tier: 'live' }, managedFields },
  spec,
})
const text = (spec: string) =>
  `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"tier":"git"},"annotations":{"${TRACKING_ANNOTATION}":"m"}},"spec":${spec}}`
const both = (...paths: (string | number)[][]): Ignored => ({ live: paths, desired: paths })
const spec = (result: string) => /"spec":(.*)\}$/.exec(result)?.[1]

describe('the text to apply where ignored fields keep their live value', () => {
  it('carries the live value and leaves every other digit as it was', () => {
    const result = withIgnoredFromLive(
      text('{"replicas":1,"big":12345678901234567890,"one":1.0}'),
      live({ replicas: 5 }),
      both(['spec', 'replicas']),
    )
    expect(spec(result)).toBe('{"replicas":5,"big":12345678901234567890,"one":1.0}')
  })

  it('leaves out what the live object does not have, and what Git does not state', () => {
    const ignored = both(['spec', 'replicas'], ['spec', 'paused'])
    expect(spec(withIgnoredFromLive(text('{"replicas":1}'), live({ paused: true }), ignored))).toBe('{}')
  })

  it('states what is ours in the live object, because an apply would take it away', () => {
    const object = live({ paused: true }, [ours({ 'f:spec': { 'f:paused': {} } })])
    expect(spec(withIgnoredFromLive(text('{}'), object, both(['spec', 'paused'])))).toBe('{"paused":true}')
  })

  it('finds the item of a list by its keys', () => {
    const fields = ours({ 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { 'f:image': {} } } } })
    const object = live(
      {
        containers: [
          { name: 'proxy', image: 'p' },
          { name: 'web', image: 'live' },
        ],
      },
      [fields],
    )
    const ignored = { live: [['spec', 'containers', 1, 'image']], desired: [['spec', 'containers', 0, 'image']] }
    const result = withIgnoredFromLive(text('{"containers":[{"name":"web","image":"git"}]}'), object, ignored)
    expect(spec(result)).toBe('{"containers":[{"name":"web","image":"live"}]}')
  })

  it('never copies an integer that may have lost digits', () => {
    const big = live(JSON.parse('{"a":12345678901234567890,"b":9007199254740993}') as object)
    const result = withIgnoredFromLive(
      text('{"a":12345678901234567890,"b":1}'),
      big,
      both(['spec', 'a'], ['spec', 'b']),
    )
    expect(spec(result)).toBe('{"a":12345678901234567890}')
  })

  it('keeps what tells which object it is and whose, whatever the rules say', () => {
    const result = JSON.parse(withIgnoredFromLive(text('{}'), live({}), both(['metadata'], ['kind'], []))) as KubeObject
    expect(result).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { tier: 'live' }, annotations: { [TRACKING_ANNOTATION]: 'm' } },
      spec: {},
    })
  })
})
