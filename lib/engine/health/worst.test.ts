import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HEALTH_STATUSES, type Health } from '../model/health.ts'
import type { KubeObject } from '../model/resource.ts'
import { isCounted } from './counted.ts'
import { degraded, healthy, progressing, suspended, unknown } from './make.ts'
import { worst } from './worst.ts'

const fine = { key: 'a', health: healthy }
const broken = { key: 'b', health: degraded('job_failed', {}, 'Job has reached the specified backoff limit') }
const paused = { key: 'c', health: suspended('job_suspended') }
const missing = { key: 'd', health: null }
const starting = { key: 'e', health: progressing('pods_waiting', { ready: 0, wanted: 1 }) }
const unread = { key: 'f', health: unknown('api_failed') }

describe('health of a deployment', () => {
  it('is that of its worst object, which it names with what that says', () => {
    expect(worst([fine, paused, broken])).toEqual({
      ...broken.health,
      causes: [{ key: 'b', ...broken.health }],
    })
  })
  it('goes from Healthy over Suspended, Progressing and Degraded to Unknown', () => {
    const objects = [fine, paused, starting, broken, unread]
    const statuses = objects.map((_, index) => worst(objects.slice(0, index + 1)).status)
    expect(statuses).toEqual(['Healthy', 'Suspended', 'Progressing', 'Degraded', 'Unknown'])
  })
  it('does not become Missing by one missing object', () => {
    expect(worst([fine, missing])).toEqual({ ...healthy, causes: [] })
    expect(worst([missing, starting])).toMatchObject({ status: 'Progressing', causes: [{ key: 'e' }] })
  })
  it('is Missing when nothing at all exists', () => {
    expect(worst([missing, { ...missing, key: 'g' }])).toMatchObject({
      status: 'Missing',
      why: { reason: 'no_live_object', params: { count: 2 } },
    })
  })
  it('is Healthy when it manages nothing', () => {
    expect(worst([])).toEqual({ status: 'Healthy', why: null, causes: [] })
  })
  it('names at most five causes', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...broken, key: `k${index}` }))
    expect(worst(many).causes.map(({ key }) => key)).toEqual(['k0', 'k1', 'k2', 'k3', 'k4'])
  })
  it('says nothing of what an object remarks that is Healthy', () => {
    const noted: Health = { status: 'Healthy', why: { reason: 'ingress_without_class', params: {}, detail: '' } }
    expect(worst([{ key: 'a', health: noted }])).toEqual({ status: 'Healthy', why: null, causes: [] })
  })
  it('never improves by one more object, and does not depend on their order', () => {
    const any = fc.array(fc.constantFrom(fine, broken, paused, starting, unread), { minLength: 1, maxLength: 8 })
    const rank = (objects: Parameters<typeof worst>[0]) => HEALTH_STATUSES.indexOf(worst(objects).status)
    fc.assert(
      fc.property(any, any, (some, others) => {
        expect(rank([...some, ...others])).toBe(Math.max(rank(some), rank(others)))
        expect(rank([...others, ...some])).toBe(rank([...some, ...others]))
      }),
    )
  })
})

describe('an object counts', () => {
  const object = (kind: string, annotations?: Record<string, string>): KubeObject => ({
    apiVersion: kind === 'Application' ? 'argoproj.io/v1alpha1' : 'v1',
    kind,
    metadata: { name: 'x', ...(annotations && { annotations }) },
  })
  it('unless it asks not to', () => {
    expect(isCounted(object('Pod'), 'Degraded')).toBe(true)
    expect(isCounted(object('Pod', { 'argocd.argoproj.io/ignore-healthcheck': 'true' }), 'Degraded')).toBe(false)
    expect(isCounted(object('Pod', { 'argocd.argoproj.io/ignore-healthcheck': 'true' }), null)).toBe(false)
    expect(isCounted(object('Pod', { 'argocd.argoproj.io/ignore-healthcheck': 'yes' }), 'Degraded')).toBe(true)
  })
  it('unless it is a child Application that nobody has looked at', () => {
    expect(isCounted(object('Application'), 'Degraded')).toBe(true)
    expect(isCounted(object('Application'), 'Missing')).toBe(false)
    expect(isCounted(object('Application'), 'Unknown')).toBe(false)
    expect(isCounted(object('Pod'), 'Unknown')).toBe(true)
  })
})
