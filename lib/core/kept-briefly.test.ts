import { expect, test } from 'vitest'
import { keepBriefly } from './kept-briefly.ts'

test('an answer is asked for once while it is young, and a failure is asked for again', async () => {
  let clock = 0
  let asked = 0
  const keep = keepBriefly<number>(100, 2, () => clock)
  const next = () => Promise.resolve(++asked)
  expect(await keep('a', next)).toBe(1)
  expect(await keep('a', next)).toBe(1)
  clock = 100
  expect(await keep('a', next)).toBe(2)
  await expect(keep('b', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  expect(await keep('b', next)).toBe(3)
})

test('of many only the newest are kept', async () => {
  let asked = 0
  const keep = keepBriefly<number>(100, 2, () => 0)
  const next = () => Promise.resolve(++asked)
  for (const key of ['a', 'b', 'c']) await keep(key, next)
  expect(await keep('c', next)).toBe(3)
  expect(await keep('a', next)).toBe(4)
})
