import { expect, test } from 'vitest'
import { isByPerson } from './by-person.ts'

test.each([
  ['a page that is opened', { accept: 'text/html,application/xhtml+xml' }, false, true],
  ['an action', { 'next-action': 'a1', accept: 'text/x-component' }, false, true],
  ['a read of a page that was touched within the minute', { accept: 'application/json' }, true, true],
  ['a read of a page that nobody touches', { accept: 'application/json' }, false, false],
  ['an open stream', { accept: 'text/event-stream' }, false, false],
  ['a page that renders itself again', { accept: '*/*' }, false, false],
  ['a request that says nothing', {}, false, false],
])('W15: %s is a person: %#', (_, headers, isActive, byPerson) =>
  expect(isByPerson(new Headers(headers as unknown as Record<string, string>), isActive)).toBe(byPerson),
)
