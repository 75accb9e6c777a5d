import { expect, test } from 'vitest'
import { createMisses } from './misses.ts'

const limits = { limit: 3, windowMs: 60_000, most: 2 }

function atClock() {
  let time = 0
  const misses = createMisses(limits, () => time)
  const fail = (address: string, door: string, times: number) => {
    for (let index = 0; index < times; index++) misses.count(address, door)
  }
  return { misses, fail, pass: (ms: number) => (time += ms) }
}

test('an address that fails too often, at whatever doors, rests until its window ends', () => {
  const { misses, fail, pass } = atClock()
  fail('a', 'x', 1)
  fail('a', 'y', 1)
  expect(misses.rest('a', 'z')).toBe(0)
  fail('a', 'z', 1)
  expect(misses.rest('a', 'z')).toBe(60)
  expect(misses.rest('b', 'z')).toBe(0)
  pass(59_500)
  expect(misses.rest('a', 'x')).toBe(1)
  pass(500)
  expect(misses.rest('a', 'x')).toBe(0)
})

test('a door that has been proved stays open to an address that strangers share, and closes for its own failures', () => {
  const { misses, fail } = atClock()
  misses.prove('known')
  fail('a', 'guessed', 3)
  expect(misses.rest('a', 'guessed')).toBeGreaterThan(0)
  expect(misses.rest('a', 'known')).toBe(0)
  fail('a', 'known', 3)
  expect(misses.rest('a', 'known')).toBeGreaterThan(0)
  expect(misses.rest('b', 'known')).toBe(0)
})

test('very many addresses and doors take no more room than a few: the oldest are forgotten', () => {
  const { misses, fail } = atClock()
  fail('a', 'x', 3)
  fail('b', 'x', 1)
  fail('c', 'x', 1)
  expect(misses.rest('a', 'x')).toBe(0)
  for (const door of ['first', 'second', 'third']) misses.prove(door)
  fail('d', 'y', 3)
  expect(misses.rest('d', 'first')).toBeGreaterThan(0)
  expect(misses.rest('d', 'third')).toBe(0)
})
