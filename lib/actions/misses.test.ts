import { expect, test } from 'vitest'
import { createMisses } from './misses.ts'

const limits = { limit: 3, windowMs: 60_000, mostAddresses: 2 }

function atClock() {
  let time = 0
  return { misses: createMisses(limits, () => time), pass: (ms: number) => (time += ms) }
}

test('an address that fails too often rests until its window ends', () => {
  const { misses, pass } = atClock()
  for (let index = 0; index < 3; index++) {
    expect(misses.rest('a')).toBe(0)
    misses.count('a')
  }
  expect(misses.rest('a')).toBe(60)
  expect(misses.rest('b')).toBe(0)
  pass(59_500)
  expect(misses.rest('a')).toBe(1)
  pass(500)
  expect(misses.rest('a')).toBe(0)
})

test('very many addresses take no more room than a few: the oldest are forgotten', () => {
  const { misses } = atClock()
  for (let index = 0; index < 3; index++) misses.count('a')
  for (const address of ['b', 'c']) misses.count(address)
  expect(misses.rest('a')).toBe(0)
})
