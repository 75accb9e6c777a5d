import { describe, expect, test } from 'vitest'
import type { ManagedObject, PlanAction, ResultState, RunObject } from '#lib/features/deployments/types.ts'
import { countObjects, elapsedMs, isActive, stagesOf, takeRows, withCurrentHealth } from './run-view.ts'

const object = (name: string, stage: number, state: ResultState, action: PlanAction = 'update'): RunObject => ({
  key: `/ConfigMap/demo/${name}`,
  group: '',
  kind: 'ConfigMap',
  namespace: 'demo',
  name,
  stage,
  phase: 'Sync',
  wave: 0,
  hook: false,
  action,
  state,
  why: null,
  health: null,
})

describe('a run', () => {
  test('counts applying and waiting for health as running', () => {
    const objects = [
      object('a', 0, 'done'),
      object('b', 0, 'applying'),
      object('c', 0, 'waiting_healthy'),
      object('d', 1, 'waiting'),
      object('e', 1, 'failed'),
      object('f', 1, 'skipped'),
    ]
    expect(countObjects(objects)).toEqual({ total: 6, done: 1, running: 2, waiting: 1, failed: 1, skipped: 1 })
  })

  test('shows its stages in the order of execution and keeps the order inside a stage', () => {
    const stages = stagesOf([object('z', 1, 'waiting'), object('b', 0, 'done'), object('a', 0, 'done')])
    expect(stages.map(({ stage, objects }) => [stage, objects.map(({ name }) => name)])).toEqual([
      [0, ['b', 'a']],
      [1, ['z']],
    ])
  })

  test('tells deletions of a step apart, what makes it impossible first and what is left alone last', () => {
    const stages = stagesOf([
      object('kept', 2, 'skipped', 'skip'),
      object('a', 0, 'done', 'delete'),
      object('b', 0, 'done'),
      object('no', 0, 'failed', 'skip'),
      object('c', 1, 'done', 'delete'),
    ])
    expect(stages.map(({ part, objects }) => [part, objects.map(({ name }) => name)])).toEqual([
      ['refused', ['no']],
      ['Sync', ['b']],
      ['cleanUp', ['a']],
      ['cleanUp', ['c']],
      ['left', ['kept']],
    ])
  })

  test('names the waves of a phase that has several', () => {
    const stages = stagesOf([
      { ...object('before', 0, 'done'), phase: 'PreSync', hook: true },
      { ...object('first', 1, 'done'), wave: -1 },
      object('second', 2, 'done'),
      { ...object('gone', 2, 'done', 'delete'), wave: 3 },
      { ...object('alarm', 3, 'skipped'), phase: 'SyncFail', hook: true },
    ])
    expect(stages.map(({ part, wave }) => [part, wave])).toEqual([
      ['PreSync', null],
      ['Sync', -1],
      ['Sync', 0],
      ['cleanUp', null],
      ['SyncFail', null],
    ])
  })

  test('draws only the first rows of a very long run, with the counts of all', () => {
    const stages = stagesOf([object('a', 0, 'done'), object('b', 0, 'done'), object('c', 1, 'failed')])
    const [first, ...rest] = takeRows(stages, 1)
    expect([first?.objects.map(({ name }) => name), first?.counts.done, rest]).toEqual([['a'], 2, []])
    expect(takeRows(stages, 300)).toEqual(stages)
  })

  test('shows the health of now once it has finished, and its own while it runs', () => {
    const facts = {
      number: 1,
      trigger: 'automatic',
      actorName: '',
      revision: '',
      commit: '',
      commitSubject: '',
      commitAuthor: '',
      why: null,
      attempt: 1,
    } as const
    const times = {
      dryRun: false,
      terminating: false,
      planDigest: '',
      planned: {},
      requestedAt: '',
      startedAt: null,
      finishedAt: null,
    }
    const run = { ...facts, ...times, objects: [{ ...object('a', 0, 'done'), health: 'Progressing' as const }] }
    const now = [{ key: '/ConfigMap/demo/a', health: 'Healthy' } as ManagedObject]
    expect(withCurrentHealth({ ...run, phase: 'Running' }, now).objects[0]?.health).toBe('Progressing')
    expect(withCurrentHealth({ ...run, phase: 'Succeeded' }, now).objects[0]?.health).toBe('Healthy')
    expect(withCurrentHealth({ ...run, phase: 'Succeeded' }, []).objects[0]?.health).toBeNull()
  })

  test('is active from the request to the result', () => {
    expect([isActive({ phase: 'Pending' }), isActive({ phase: 'Running' })]).toEqual([true, true])
    expect([isActive({ phase: 'Failed' }), isActive(null)]).toEqual([false, false])
  })

  test('has no duration before it started, a growing one while it runs and a fixed one afterwards', () => {
    const now = new Date('2026-11-22T06:05:20.900Z')
    const startedAt = '2026-11-22T06:04:08.000Z'
    expect(elapsedMs({ startedAt: null, finishedAt: null }, now)).toBeNull()
    expect(elapsedMs({ startedAt, finishedAt: null }, now)).toBe(72_900)
    expect(elapsedMs({ startedAt, finishedAt: '2026-11-22T06:04:10.450Z' }, now)).toBe(2450)
  })

  test('never runs backwards when the clocks of two machines disagree', () => {
    const run = { startedAt: '2026-11-22T06:04:08.000Z', finishedAt: null }
    expect(elapsedMs(run, new Date('2026-11-22T06:04:00.000Z'))).toBe(0)
  })
})
