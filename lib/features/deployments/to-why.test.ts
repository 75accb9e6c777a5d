import { describe, expect, test } from 'vitest'
import { readablePath, toCauses, toCondition, toDifferences, toWarnings, toWhy } from './to-why.ts'

test('no reason is no why', () => expect(toWhy('', {}, '')).toBeNull())

test('a reason comes with its values and the quoted words', () => {
  expect(toWhy('pods_waiting', { ready: 1, wanted: 3 }, 'waiting')).toEqual({
    reason: 'pods_waiting',
    params: { ready: 1, wanted: 3 },
    detail: 'waiting',
  })
})

test('a reason of a newer build, and values that are none, do not break the page', () => {
  expect(toWhy('from_the_future', { nested: { a: 1 } }, '')).toEqual({ reason: 'unexpected', params: {}, detail: '' })
})

test('a condition is read whole or not at all', () => {
  const stored = {
    stage: 'source',
    reason: 'git_timeout',
    params: { host: 'h' },
    detail: '',
    at: '2026-01-01T00:00:00Z',
  }
  expect(toCondition(stored)).toEqual(stored)
  for (const broken of [null, 'x', [], { ...stored, at: 1 }, { reason: 'x' }]) expect(toCondition(broken)).toBeNull()
})

test('warnings that cannot be read are none', () => {
  expect(toWarnings([{ reason: 'differs', params: {}, detail: 'd' }])).toHaveLength(1)
  expect(toWarnings({})).toEqual([])
})

test('causes name their object and say why, and what cannot be read is none', () => {
  const stored = {
    key: 'apps/Deployment/shop/web',
    status: 'Degraded',
    reason: 'rollout_stuck',
    params: {},
    message: 'm',
  }
  const cause = { key: stored.key, kind: 'Deployment', name: 'web' }
  expect(toCauses([stored, { ...stored, reason: '' }])).toEqual([
    { ...cause, why: { reason: 'rollout_stuck', params: {}, detail: 'm' } },
    { ...cause, why: null },
  ])
  for (const broken of [null, {}, [{ key: 1 }]]) expect(toCauses(broken)).toEqual([])
})

describe('differences', () => {
  test.each([
    ['/spec/replicas', 'spec.replicas'],
    ['/spec/ports/0/nodePort', 'spec.ports[0].nodePort'],
    ['/metadata/annotations/a.b~1c~0d', 'metadata.annotations.a.b/c~d'],
  ])('%s reads as %s', (pointer, path) => expect(readablePath(pointer)).toBe(path))

  test('tell a field that is absent from one that is null', () => {
    expect(toDifferences([{ path: '/spec/a', live: null, owner: 'kubectl' }])).toEqual([
      { pointer: '/spec/a', path: 'spec.a', live: 'null', desired: null, owner: 'kubectl' },
    ])
  })

  test('are at most a hundred', () => {
    expect(toDifferences(Array.from({ length: 250 }, () => ({ path: '/a', owner: '' })))).toHaveLength(100)
  })
})
