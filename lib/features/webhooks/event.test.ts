import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveryKey, readEvent } from './event.ts'
import { PUSHES } from './testing/deliveries.ts'

const event = (body: string | Buffer, headers: Record<string, string> = { 'x-github-event': 'push' }) =>
  readEvent(new Headers(headers), Buffer.from(body))
const refs = (payload: unknown, headers?: Record<string, string>) => {
  const told = event(JSON.stringify(payload), headers)
  return told.kind === 'push' ? told.refs : told.kind
}

describe.each(Object.entries(PUSHES))('a push of %s', (_, push) => {
  test.each(['refs/heads/main', 'refs/heads/feature/로그인', 'refs/tags/v1.2.3'])('tells that %s moved', (ref) => {
    const { headers, body } = push('x', ref)
    expect(event(body, headers)).toMatchObject({ kind: 'push', refs: [ref] })
  })
})

describe('what hosts tell besides', () => {
  test.each([
    [{ 'x-github-event': 'ping' }, 'ping'],
    [{ 'x-event-key': 'diagnostics:ping' }, 'ping'],
    [{ 'x-gitea-event': 'issues' }, 'other'],
    [{ 'x-gitlab-event': 'Merge Request Hook' }, 'other'],
  ])('%j is a %s', (headers, kind) => {
    expect(event('{"ref":"refs/heads/main"}', headers as Record<string, string>).kind).toBe(kind)
  })

  test('a script without an event means a push', () => {
    expect(refs({ ref: 'main' }, {})).toEqual(['refs/heads/main', 'refs/tags/main'])
    expect(event('', {})).toEqual({ kind: 'push', name: '', refs: null })
  })

  test('branches and tags that were made or deleted', () => {
    expect(refs({ ref: 'v1', ref_type: 'tag' }, { 'x-github-event': 'create' })).toEqual(['refs/tags/v1'])
    const old = { type: 'branch', name: 'gone' }
    expect(refs({ push: { changes: [{ old, new: null }] } })).toEqual(['refs/heads/gone'])
  })

  test('a form around the text, as GitHub sends it unless it is told not to', () => {
    const body = new URLSearchParams({ payload: JSON.stringify({ ref: 'refs/heads/main' }) }).toString()
    const form = { 'x-github-event': 'push', 'content-type': 'application/x-www-form-urlencoded' }
    expect(event(body, form)).toMatchObject({ refs: ['refs/heads/main'] })
  })
})

describe('W22: a body of which nobody knows what moved', () => {
  const many = Array.from({ length: 1001 }, (_, index) => ({ new: { type: 'branch', name: `b${index}` } }))
  test.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['null in every place', { ref: null, repository: null, push: null, changes: null }],
    ['lists for objects', { ref: [], repository: [], push: [], changes: {} }],
    ['objects for texts', { ref: { name: 'x' }, push: { changes: [{ new: 'x' }] }, changes: [{ ref: 'x' }] }],
    ['no changes', { push: { changes: [] } }],
    ['one change that is none', { push: { changes: [null, { new: { type: 'branch', name: 'main' } }] } }],
    ['more refs than anybody pushes', { push: { changes: many } }],
    ['a ref as long as a book', { ref: 'x'.repeat(100_000) }],
  ])('%s', (_, payload) => {
    expect(refs(payload)).toBeNull()
  })

  test.each(['', 'x', '{', '[1,', '"\\ud800"', '\uFEFF{}', '['.repeat(500_000), '{"a":'.repeat(100_000)])(
    'no JSON: %#',
    (body) => {
      expect(event(body)).toMatchObject({ kind: 'push', refs: null })
    },
  )

  test('keys that mean something to JavaScript', () => {
    expect(event('{"__proto__":{"ref":"refs/heads/x"},"constructor":{"prototype":{"ref":"x"}}}')).toMatchObject({
      refs: null,
    })
    expect(({} as { ref?: string }).ref).toBeUndefined()
  })

  test('whatever is thought up is answered', () => {
    const headers = fc.constantFrom({}, { 'x-github-event': 'push' }, { 'x-event-key': 'repo:push' })
    const shape = fc.record(
      { ref: fc.anything(), push: fc.anything(), changes: fc.anything(), repository: fc.anything() },
      { requiredKeys: [] },
    )
    const text = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), shape.map(asJson))
    const bytes = fc.uint8Array().map((one) => Buffer.from(one))
    fc.assert(
      fc.property(headers, fc.oneof(text, bytes), (given, body) => {
        expect(event(body, given).kind).toBe('push')
      }),
    )
  })
})

/** What of a value JSON can hold. */
function asJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? 'null'
  } catch {
    return 'null'
  }
}

test('a delivery is known again by the number that its host gave it', () => {
  const key = (headers: Record<string, string>) => deliveryKey(new Headers(headers))
  expect(key({ 'x-github-delivery': '1' })).toBe(key({ 'x-gitea-delivery': '1' }))
  expect(key({ 'x-github-delivery': '1' })).not.toBe(key({ 'x-github-delivery': '2' }))
  expect(key({ 'x-github-delivery': 'x'.repeat(8_000) })).toHaveLength(22)
  expect(key({})).toBeNull()
})
