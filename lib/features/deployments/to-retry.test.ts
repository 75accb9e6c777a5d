import { describe, expect, test } from 'vitest'
import { deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import { toRetry } from './to-retry.ts'
import type { RunDetail, Why } from './types.ts'

const spec = deploymentSpecSchema.parse({
  source: { revision: 'main', path: '.' },
  syncPolicy: { automated: {}, retry: { limit: 2, backoffSeconds: 10, factor: 2, maxSeconds: 60 } },
})
const why: Why = { reason: 'objects_failed', params: {}, detail: '' }
const run = (change: Partial<RunDetail> = {}): RunDetail => ({
  ...{ number: 1, trigger: 'automatic', actorName: '', phase: 'Failed', revision: 'main', commit: 'c1', attempt: 1 },
  ...{ commitSubject: '', commitAuthor: '', why, dryRun: false, terminating: false, objects: [], planDigest: '' },
  ...{ planned: {}, requestedAt: '2026-01-01T00:00:00Z', startedAt: '2026-01-01T00:00:00Z' },
  finishedAt: '2026-01-01T00:00:05.000Z',
  ...change,
})
const git = { revision: 'main', commit: 'c1', subject: '', author: '', at: null }
const failed: Parameters<typeof toRetry>[0] = { lastFailure: why, lastRun: run(), pause: null, pin: null, spec, git }

describe('when a failed sync is tried again', () => {
  test('after the wait of the attempt, counted from its end', () => {
    expect(toRetry(failed)).toEqual({ at: '2026-01-01T00:00:15.000Z' })
    expect(toRetry({ ...failed, lastRun: run({ attempt: 2 }) })).toEqual({ at: '2026-01-01T00:00:25.000Z' })
  })

  test('not any more once all attempts are used up', () => {
    expect(toRetry({ ...failed, lastRun: run({ attempt: 3 }) })).toEqual({ at: null })
  })

  test.each<[string, Partial<Parameters<typeof toRetry>[0]>]>([
    ['it did not fail', { lastFailure: null }],
    ['trying again changes nothing', { lastFailure: { ...why, reason: 'object_invalid' } }],
    ['another commit is wanted by now', { git: { ...git, commit: 'c2' } }],
    ['it is synchronised by hand', { spec: { ...spec, syncPolicy: { ...spec.syncPolicy, automated: null } } }],
  ])('nothing is said where %s', (_, change) => {
    expect(toRetry({ ...failed, ...change })).toBeNull()
  })
})
