import { describe, expect, it } from 'vitest'
import { retrySchema } from '../model/spec.ts'
import { type AutoSyncInput, type LastRun, decideAutoSync } from './auto-sync.ts'
import { failureDelay, healDelay, pollDelay, retryDelay } from './backoff.ts'

const RETRY = retrySchema.parse({})

const lastRun = (change: Partial<LastRun> = {}): LastRun => ({
  commit: 'c1',
  generation: 1,
  attempt: 1,
  succeeded: true,
  reason: null,
  wasRefused: false,
  secondsAgo: 1000,
  ...change,
})

const input = (change: Partial<AutoSyncInput> = {}): AutoSyncInput => ({
  automated: { selfHeal: false },
  retry: RETRY,
  hasWork: true,
  isRefused: false,
  commit: 'c1',
  generation: 1,
  lastRun: lastRun(),
  heal: { attempts: 0, secondsAgo: null, driftSeconds: 0 },
  ...change,
})

const failed = lastRun({ succeeded: false, reason: 'objects_failed' })

describe('whether a pass starts a sync by itself', () => {
  it.each<[string, Partial<AutoSyncInput>, object]>([
    ['never when it is synchronised by hand', { automated: null, lastRun: null }, { act: 'none' }],
    ['never when there is nothing to do', { hasWork: false, commit: 'c2' }, { act: 'none' }],
    ['the first time', { lastRun: null }, { act: 'sync', trigger: 'automatic', attempt: 1 }],
    ['for a new commit after a success', { commit: 'c2' }, { act: 'sync', trigger: 'automatic', attempt: 1 }],
    [
      'for a new commit after a failure',
      { commit: 'c2', lastRun: failed },
      { act: 'sync', trigger: 'automatic', attempt: 1 },
    ],
    ['for an edited specification', { generation: 2 }, { act: 'sync', trigger: 'automatic', attempt: 1 }],
    ['not for drift without self-heal', {}, { act: 'none' }],
    ['for drift with self-heal', { automated: { selfHeal: true } }, { act: 'heal', attempts: 1 }],
    [
      'for the same commit after a failure, by the retry curve',
      { lastRun: failed },
      { act: 'sync', trigger: 'retry', attempt: 2 },
    ],
    [
      'with self-heal also by the retry curve after a failure',
      { automated: { selfHeal: true }, lastRun: failed },
      { act: 'sync', trigger: 'retry', attempt: 2 },
    ],
    ['only after the wait', { lastRun: { ...failed, attempt: 2, secondsAgo: 4 } }, { act: 'wait', seconds: 6 }],
    ['not when all retries are used up', { lastRun: { ...failed, attempt: 6 } }, { act: 'none' }],
    [
      'not again for what the same commit answers alike every time',
      { lastRun: { ...failed, reason: 'namespace_not_allowed', wasRefused: true }, isRefused: true },
      { act: 'none' },
    ],
    [
      'again when a refusal was lifted meanwhile',
      { lastRun: { ...failed, reason: 'namespace_not_allowed', wasRefused: true, attempt: 6, secondsAgo: 0 } },
      { act: 'sync', trigger: 'retry', attempt: 7 },
    ],
  ])('%s', (_, change, decision) => expect(decideAutoSync(input(change))).toEqual(decision))
})

describe('putting drift back', () => {
  const heal = (change: Partial<AutoSyncInput['heal']>) =>
    decideAutoSync(
      input({ automated: { selfHeal: true }, heal: { attempts: 0, secondsAgo: null, driftSeconds: 0, ...change } }),
    )

  it('begins at once', () => expect(heal({})).toEqual({ act: 'heal', attempts: 1 }))
  it('waits longer each time somebody takes it away again', () => {
    expect(heal({ attempts: 1, secondsAgo: 0.5, driftSeconds: 0.4 })).toEqual({ act: 'wait', seconds: 1.5 })
    expect(heal({ attempts: 1, secondsAgo: 2.5, driftSeconds: 2.4 })).toEqual({ act: 'heal', attempts: 2 })
    expect(heal({ attempts: 3, secondsAgo: 10, driftSeconds: 10 })).toEqual({ act: 'wait', seconds: 8 })
  })
  it('keeps its patience while it waits, however long that is', () => {
    expect(heal({ attempts: 6, secondsAgo: 299, driftSeconds: 298 })).toEqual({ act: 'wait', seconds: 1 })
  })
  it('begins anew after a minute in which everything stayed as Git says', () => {
    expect(heal({ attempts: 5, secondsAgo: 61, driftSeconds: 0 })).toEqual({ act: 'heal', attempts: 1 })
  })
})

describe('the waits', () => {
  it('retry after 5 s, doubling, at most five times', () => {
    expect([1, 2, 3, 4, 5, 6].map((attempt) => retryDelay(attempt, RETRY))).toEqual([5, 10, 20, 40, 80, null])
  })
  it('retry as the deployment says, for ever if it says so', () => {
    const own = { limit: -1, backoffSeconds: 10, factor: 3, maxSeconds: 60 }
    expect([1, 2, 3, 99].map((attempt) => retryDelay(attempt, own))).toEqual([10, 30, 60, 60])
    expect(retryDelay(1, { ...own, limit: 0 })).toBeNull()
  })
  it('heal at once, then after 2 s, tripling, at most 300 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 60].map(healDelay)).toEqual([0, 2, 6, 18, 54, 162, 300, 300])
  })
  it('look again after a failure later each time, but not later than a poll', () => {
    expect([1, 2, 3, 9].map((failures) => failureDelay(failures, 180))).toEqual([5, 10, 20, 180])
    expect(failureDelay(4, 15)).toBe(15)
  })
  it('poll within a third of the interval', () => {
    expect(pollDelay(180, 0)).toBeCloseTo(120)
    expect(pollDelay(180, 0.5)).toBe(180)
    expect(pollDelay(180, 1)).toBeCloseTo(240)
  })
})
