import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../model/resource.ts'
import { hookOutcome } from './hook-outcome.ts'

type Part = Record<string, unknown>

const job = (conditions: Part[], metadata: Part = {}): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'migrate', ...metadata },
  status: { conditions },
})
const pod = (phase: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'task' },
  spec: { restartPolicy: 'Never' },
  status: { phase },
})
const COMPLETE = [{ type: 'Complete', status: 'True' }]
const FAILED = [{ type: 'Failed', status: 'True', message: 'Job has reached the specified backoff limit' }]

describe('a hook', () => {
  it.each([
    ['has succeeded when it is Healthy', job(COMPLETE)],
    ['has succeeded when its pod ended well', pod('Succeeded')],
    ['has succeeded when it is of a kind that is done once it exists', { ...pod(''), kind: 'ConfigMap' }],
  ])('%s', (_, live) => expect(hookOutcome(live)).toBe('succeeded'))

  it.each([
    ['is running when it is Progressing', job([])],
    ['is running when it is suspended, so that its time limit ends it', job([{ type: 'Suspended', status: 'True' }])],
    ['is running while its pod runs', pod('Running')],
    ['is running while it is being deleted and has not ended', job([], { deletionTimestamp: '2026-01-01T00:00:00Z' })],
  ])('%s', (_, live) => expect(hookOutcome(live)).toBe('running'))

  it('has failed when it is Degraded, for the reason that gives', () => {
    expect(hookOutcome(job(FAILED))).toEqual({
      failed: { reason: 'job_failed', params: {}, detail: 'Job has reached the specified backoff limit' },
    })
  })
  it('has failed when nobody knows how it is', () => {
    expect(hookOutcome(pod('Unknown'))).toMatchObject({ failed: { reason: 'status_pending' } })
  })
  it('is judged by how it ended also while only finalizers keep it', () => {
    const held = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['ieum.dev/hook', 'orphan'] }
    expect(hookOutcome(job(COMPLETE, held))).toBe('succeeded')
    expect(hookOutcome(job(FAILED, held))).toMatchObject({ failed: { reason: 'job_failed' } })
  })
})
