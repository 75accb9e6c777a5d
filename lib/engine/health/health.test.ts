import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../model/resource.ts'
import { healthOf } from './health-of.ts'
import { worst } from './worst.ts'

type Case = {
  outcome: string
  status: string
  reason?: string
  params?: Record<string, unknown>
  detail?: string
  object: KubeObject
}

const FIXTURES = path.join(import.meta.dirname, 'fixtures')

for (const file of readdirSync(FIXTURES)) {
  describe(`health of ${path.basename(file, '.yaml')}`, () => {
    const cases = load(readFileSync(path.join(FIXTURES, file), 'utf8')) as Case[]
    it.each(cases)('$outcome → $status', ({ status, reason, params, detail, object }) => {
      const expected = reason === undefined ? null : { reason, ...(params && { params }), ...(detail && { detail }) }
      expect(healthOf(object)).toMatchObject({ status, why: expected })
    })
  })
}

describe('health of a deployment', () => {
  const healthy = { key: 'a', health: { status: 'Healthy', why: null } } as const
  const degraded = { key: 'b', health: healthOf(job('Failed')) }
  const suspended = { key: 'c', health: healthOf(job('Suspended')) }
  const missing = { key: 'd', health: null }

  it('is that of its worst object, which it names', () => {
    expect(worst([healthy, suspended, degraded])).toMatchObject({
      status: 'Degraded',
      why: { reason: 'job_failed' },
      causes: [{ key: 'b', status: 'Degraded' }],
    })
  })
  it('does not become Missing by one missing object', () => {
    expect(worst([healthy, missing])).toMatchObject({ status: 'Healthy', causes: [] })
  })
  it('is Missing when nothing at all exists', () => {
    expect(worst([missing, { ...missing, key: 'e' }])).toMatchObject({
      status: 'Missing',
      why: { reason: 'no_live_object', params: { count: 2 } },
    })
  })
  it('is Healthy when it manages nothing', () => {
    expect(worst([])).toEqual({ status: 'Healthy', why: null, causes: [] })
  })
  it('names at most five causes', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...degraded, key: `k${index}` }))
    expect(worst(many).causes).toHaveLength(5)
  })
})

function job(condition: string): KubeObject {
  const conditions = [{ type: condition, status: 'True' }]
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, status: { conditions } }
}
