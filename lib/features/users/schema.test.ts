import { describe, expect, test } from 'vitest'
import { createUserSchema } from './schema.ts'
import { PASSWORD_MAX, signInSchema } from './schema.ts'

describe('W19: a password that is typed at the log-in', () => {
  const signIn = (password: string) => signInSchema.safeParse({ username: 'mina', password })

  test('W19: of 1 MB is refused before anything is computed from it', () => {
    expect(signIn('x'.repeat(1024 * 1024)).error?.issues).toMatchObject([{ path: ['password'], message: 'too_long' }])
  })

  test('W19: may be as long as a password can be set, and hold a NUL', () => {
    expect(signIn('가'.repeat(PASSWORD_MAX)).success).toBe(true)
    expect(signIn('a\0b').success).toBe(true)
    expect(signIn('').success).toBe(false)
  })
})

describe('W20: an e-mail address', () => {
  const parse = (email: string) =>
    createUserSchema.safeParse({ username: 'mina', email, password: 'correct horse 1' }).data?.email

  test.each(['Mina.Kim@Example.COM', ' mina.kim@example.com ', 'mina.kim＠example.com'])(
    'W20: is the same whatever its case, its width and the spaces around it: %j',
    (email) => expect(parse(email)).toBe('mina.kim@example.com'),
  )

  test.each([
    ['W20: a Cyrillic letter in the host', 'mina@ex\u0430mple.com'],
    ['W20: a Cyrillic letter in the name', 'm\u0456na@example.com'],
    ['W20: two addresses', 'mina@example.com,eve@example.com'],
    ['W20: two @', 'mina@example.com@eve.example'],
    ['W20: a name beside it', 'Mina <mina@example.com>'],
    ['W20: a line break', 'mina@example.com\nbcc: eve@example.com'],
    ['W20: a NUL', 'mina\0@example.com'],
  ])('%s is refused', (_, email) => expect(parse(email)).toBeUndefined())
})
