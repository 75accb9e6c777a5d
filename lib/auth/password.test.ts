import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('a password is kept as argon2id with 19 MiB and two passes, and is another text every time', async () => {
  const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(other)
})

test('only the same password matches', async () => {
  const stored = await hashPassword('비밀번호 1')
  expect(await verifyPassword(stored, '비밀번호 1')).toBe(true)
  expect(await verifyPassword(stored, '비밀번호 2')).toBe(false)
})

test('the same Hangul matches whichever way the keyboard composes it', async () => {
  const stored = await hashPassword('비밀번호'.normalize('NFD'))
  expect(await verifyPassword(stored, '비밀번호'.normalize('NFC'))).toBe(true)
})

test('W19: characters beyond the 72nd byte count', async () => {
  const stored = await hashPassword(`${'a'.repeat(100)}1`)
  expect(await verifyPassword(stored, `${'a'.repeat(100)}2`)).toBe(false)
})

test('W18: nobody never matches', async () => {
  expect(await verifyPassword(null, '')).toBe(false)
})

test('W18: nobody takes as long as somebody', async () => {
  const stored = await hashPassword('x')
  const median = async (hash: string | null) => {
    const spans: number[] = []
    for (let round = 0; round < 9; round++) {
      const start = performance.now()
      await verifyPassword(hash, 'y')
      spans.push(performance.now() - start)
    }
    return spans.toSorted((a, b) => a - b)[4] ?? 0
  }
  await median(null)
  const [somebody, nobody] = [await median(stored), await median(null)]
  // Far apart would be a tenth of the time: no hash at all. The machine's noise is not.
  expect(nobody).toBeGreaterThan(somebody / 5)
})
