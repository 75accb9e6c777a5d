import { describe, expect, test } from 'vitest'
import { deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import type { RunObject } from '#lib/features/deployments/types.ts'
import { changedKeys, countChanges, isChoosable, isGuarded, optionsOf, presetOf, resourcesOf } from './plan-view.ts'

const object = (name: string, more: Partial<RunObject> = {}): RunObject => ({
  ...{ key: name, group: '', kind: 'ConfigMap', namespace: 'demo', name, stage: 0, phase: 'Sync', wave: 0 },
  ...{ hook: false, action: 'update', state: 'skipped', why: null, health: null },
  ...more,
})
const waiting = object('confirm', {
  action: 'skip',
  why: { reason: 'needs_confirmation', params: {}, detail: '' },
})
const PLAN = [
  object('hook', { hook: true, phase: 'PreSync', action: 'create' }),
  object('new', { action: 'create' }),
  object('same', { action: 'unchanged' }),
  object('gone', { action: 'delete' }),
  object('alarm', { hook: true, phase: 'SyncFail', action: 'create' }),
  waiting,
  object('kept', { action: 'skip', why: { reason: 'protected_kind', params: {}, detail: '' } }),
]

describe('the options of a run', () => {
  const spec = deploymentSpecSchema.parse({
    source: { revision: 'main' },
    syncPolicy: { automated: { prune: true }, replace: true },
  })
  const detail = { pin: null, spec }

  test('say nothing that the deployment says itself', () => {
    expect(optionsOf(presetOf(detail), detail)).toEqual({})
  })

  test('say what a person changed', () => {
    const values = { revision: ' v1 ', prune: true, applyOnly: true, replace: false, force: true }
    expect(optionsOf(values, detail)).toEqual({
      revision: 'v1',
      prune: true,
      applyOnly: true,
      replace: false,
      force: true,
    })
  })

  test('of a pinned deployment leave out its commit', () => {
    const pinned = { pin: { commit: 'c0ffee', number: 1, by: '', at: '' }, spec }
    expect(presetOf(pinned).revision).toBe('c0ffee')
    expect(optionsOf(presetOf(pinned), pinned)).toEqual({})
    expect(optionsOf({ ...presetOf(pinned), revision: 'main' }, pinned)).toEqual({ revision: 'main' })
  })
})

describe('a plan', () => {
  test('counts what it writes; hooks for failures are not among it', () => {
    expect(countChanges(PLAN)).toBe(3)
    expect(changedKeys(PLAN)).toEqual(['new', 'gone'])
  })

  test('lets everything be chosen but hooks and what is kept for good', () => {
    expect(PLAN.filter(isChoosable).map(({ key }) => key)).toEqual(['new', 'same', 'gone', 'confirm'])
  })

  test('tells deletions that wait for a person', () => {
    expect([isGuarded(PLAN), isGuarded(PLAN.filter((one) => one !== waiting))]).toEqual([true, false])
  })

  test('names the objects of a choice', () => {
    expect(resourcesOf('all', PLAN, null)).toBeUndefined()
    expect(resourcesOf('outOfSync', null, null)).toBeNull()
    expect(resourcesOf('outOfSync', PLAN, new Set(['same']))).toEqual(['new', 'gone'])
    expect(resourcesOf('chosen', PLAN, null)).toEqual(['new', 'gone'])
    expect(resourcesOf('chosen', PLAN, new Set(['same', 'confirm', 'hook', 'unknown']))).toEqual(['same', 'confirm'])
  })
})
