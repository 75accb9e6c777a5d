import { describe, expect, it } from 'vitest'
import type { Comparison } from '../model/target.ts'
import { why } from '../model/why.ts'
import { resource, target } from '../testing/plan-data.ts'
import { overallSync, syncOf } from './status.ts'

const web = resource('apps/v1', 'Deployment', 'web')
const api = resource('v1', 'Service', 'api')

describe('sync status of an object', () => {
  it.each<[string, Comparison | undefined, string, string | undefined]>([
    ['equal', { kind: 'same', hasOther: true }, 'Synced', undefined],
    ['different', { kind: 'differs', differences: [] }, 'OutOfSync', 'differs'],
    ['missing', { kind: 'missing', validated: false }, 'OutOfSync', 'missing_in_cluster'],
    [
      'refused by the server',
      { kind: 'failed', why: why('object_immutable'), isRefused: true },
      'OutOfSync',
      'object_immutable',
    ],
    ['not to be judged', { kind: 'failed', why: why('api_failed'), isRefused: false }, 'Unknown', 'api_failed'],
    ['never compared', undefined, 'Unknown', 'unexpected'],
  ])('%s', (_, comparison, sync, reason) => {
    const status = syncOf(target(web), comparison)
    expect([status.sync, status.why?.reason]).toEqual([sync, reason])
  })
  it('is OutOfSync with the reason when it may not be applied', () => {
    expect(syncOf(target(web, { refusal: why('kind_not_allowed') }), undefined)).toMatchObject({ sync: 'OutOfSync' })
  })
})

describe('sync status of a deployment', () => {
  const synced = { id: web, sync: 'Synced', why: null } as const
  const unknown = { id: web, sync: 'Unknown', why: why('api_failed') } as const
  const differs = { id: api, sync: 'OutOfSync', why: why('differs') } as const

  it('is Synced only when every object is', () => {
    expect(overallSync([synced, synced])).toEqual({ sync: 'Synced', why: null, outOfSync: 0 })
    expect(overallSync([synced, unknown])).toMatchObject({ sync: 'Unknown', why: { reason: 'api_failed' } })
  })
  it('is OutOfSync as soon as one object is known to be', () => {
    expect(overallSync([unknown, differs, synced])).toMatchObject({
      sync: 'OutOfSync',
      outOfSync: 1,
      why: { reason: 'differs', params: { count: 1, object: 'Service api' } },
    })
  })
  it('gives the most urgent reason: what was refused before plain drift', () => {
    const refused = { id: web, sync: 'OutOfSync', why: why('object_invalid') } as const
    expect(overallSync([differs, refused])).toMatchObject({
      why: { reason: 'object_invalid', params: { object: 'Deployment web', count: 2 } },
    })
  })
  it('is Synced when there is nothing', () => expect(overallSync([]).sync).toBe('Synced'))
})
