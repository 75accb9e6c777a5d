import { expect, test } from 'vitest'
import { MAX_PER_PERSON, takePlace } from './connections.ts'

test('W24: a person has so many places, each given back once', () => {
  const leaves = Array.from({ length: MAX_PER_PERSON }, () => takePlace('mina'))
  expect(() => takePlace('mina')).toThrow('RATE_LIMITED')
  expect(takePlace('other')).toBeTypeOf('function')
  leaves[0]?.()
  leaves[0]?.()
  leaves.push(takePlace('mina'))
  expect(() => takePlace('mina')).toThrow('RATE_LIMITED')
  for (const leave of leaves) leave()
  takePlace('mina')()
})
