import { describe, expect, test } from 'vitest'
import type { Why } from '#lib/features/deployments/types.ts'
import { sinceOf, stateOf } from './state.ts'

const why = (reason: Why['reason']): Why => ({ reason, params: {}, detail: '' })
const well = {
  health: 'Healthy',
  healthWhy: null,
  stalledSince: null,
  sync: 'Synced',
  syncWhy: null,
  activeRun: null,
  lastFailure: null,
  deleting: false,
  lastCheckedAt: '2026-11-22T06:04:08.000Z',
} as const

describe('the one sentence of a deployment', () => {
  test('is quiet when it is healthy and synced', () => {
    expect(stateOf(well)).toEqual({ kind: 'fine', why: null })
  })

  test('speaks of degraded health before differences, and carries its reason', () => {
    const state = stateOf({ ...well, health: 'Degraded', healthWhy: why('container_failed'), sync: 'OutOfSync' })
    expect(state).toEqual({ kind: 'degraded', why: why('container_failed') })
  })

  test('speaks of differences before a slow start', () => {
    const state = stateOf({ ...well, health: 'Progressing', sync: 'OutOfSync', syncWhy: why('differs') })
    expect(state).toEqual({ kind: 'outOfSync', why: why('differs') })
  })

  test('says what a start that takes too long waits for, and calls it stalled only then', () => {
    const slow = { ...well, health: 'Progressing', healthWhy: why('pods_waiting') } as const
    expect(stateOf(slow)).toEqual({ kind: 'progressing', why: why('pods_waiting') })
    const stalled = { ...slow, stalledSince: '2026-11-22T05:50:00.000Z' }
    expect(stateOf(stalled)).toEqual({ kind: 'stalled', why: why('pods_waiting') })
    expect(stateOf({ ...stalled, sync: 'OutOfSync', syncWhy: why('differs') }).kind).toBe('outOfSync')
  })

  test('does not call an unknown comparison well', () => {
    const state = stateOf({ ...well, sync: 'Unknown', syncWhy: why('git_timeout') })
    expect(state).toEqual({ kind: 'unknown', why: why('git_timeout') })
  })

  test('says that it has not been looked at instead of showing a state it does not know', () => {
    const fresh = { ...well, health: 'Progressing', sync: 'Unknown', lastCheckedAt: null } as const
    expect(stateOf(fresh).kind).toBe('created')
  })

  test('says that the last sync failed before it says what is missing because of that', () => {
    const failed = {
      ...well,
      sync: 'OutOfSync',
      syncWhy: why('missing_in_cluster'),
      lastFailure: why('objects_failed'),
    } as const
    expect(stateOf(failed)).toEqual({ kind: 'failed', why: why('objects_failed') })
  })

  test('says what stands in the way of a sync before what a sync would mend', () => {
    const missing = { ...well, health: 'Missing', healthWhy: why('no_live_object'), sync: 'OutOfSync' } as const
    expect(stateOf({ ...missing, syncWhy: why('kind_not_allowed') })).toEqual({
      kind: 'outOfSync',
      why: why('kind_not_allowed'),
    })
    expect(stateOf({ ...missing, syncWhy: why('missing_in_cluster') }).kind).toBe('missing')
  })

  test('says what happens now before what was found last', () => {
    const broken = { ...well, health: 'Degraded', activeRun: { number: 3, phase: 'Running' } } as const
    expect(stateOf(broken).kind).toBe('running')
    expect(stateOf({ ...broken, deleting: true }).kind).toBe('deleting')
  })
})

describe('since when', () => {
  const times = {
    healthSince: '2026-11-22T06:00:00.000Z',
    syncSince: '2026-11-22T06:01:00.000Z',
    lastRun: { finishedAt: '2026-11-22T06:02:00.000Z' },
  }

  test('is told of the status that the sentence speaks of', () => {
    expect(sinceOf('degraded', times)).toBe(times.healthSince)
    expect(sinceOf('outOfSync', times)).toBe(times.syncSince)
    expect(sinceOf('failed', times)).toBe(times.lastRun.finishedAt)
  })

  test('is the later of both where both are well', () => {
    expect(sinceOf('fine', times)).toBe(times.syncSince)
    expect(sinceOf('fine', { ...times, syncSince: null })).toBeNull()
  })

  test('is not told of what passes by itself', () => {
    expect(sinceOf('running', times)).toBeNull()
    expect(sinceOf('created', times)).toBeNull()
  })
})
