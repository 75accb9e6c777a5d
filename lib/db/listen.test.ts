import { expect, test } from 'vitest'
import { reconnectWait } from './listen.ts'

test('the wait before a new connection doubles up to ten seconds and is never the same for all', () => {
  expect(reconnectWait(0, () => 0)).toBe(50)
  expect(reconnectWait(0, () => 1)).toBe(100)
  expect(reconnectWait(3, () => 1)).toBe(800)
  expect(reconnectWait(60, () => 1)).toBe(10_000)
})
