import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { EnvironmentError, type EnvironmentSource, logLevel, parseEnvironment } from './env.ts'

const key = () => randomBytes(32).toString('base64')
const valid = () => ({
  DATABASE_URL: 'postgresql://postgres:pw@127.0.0.1:5432/ieum',
  NEXTAUTH_SECRET: 's'.repeat(32),
  IEUM_ENCRYPTION_KEYS: `k1:${key()}`,
})

function problemsOf(source: EnvironmentSource): string[] {
  try {
    parseEnvironment(source)
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems
    throw error
  }
  return []
}

describe('the environment', () => {
  test('needs only the database and the secrets, and fills the rest with defaults', () => {
    const parsed = parseEnvironment(valid())
    expect(parsed.IEUM_PORT).toBe(3000)
    expect(parsed.NEXTAUTH_URL).toBe('http://localhost:3000')
    expect(parsed.IEUM_LOG_LEVEL).toBe('info')
    expect(parsed.IEUM_GIT_CACHE_MIB).toBe(4096)
    expect(parsed.IEUM_ADMIN_PASSWORD).toBeUndefined()
    expect(parsed.IEUM_DATA_DIR).toMatch(/^\/.*\.ieum$/)
  })

  test('derives the address of the console from the port', () => {
    expect(parseEnvironment({ ...valid(), IEUM_PORT: '3101' }).NEXTAUTH_URL).toBe('http://localhost:3101')
  })

  test('names every bad value at once', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://x',
      NEXTAUTH_SECRET: 'short',
      IEUM_ENCRYPTION_KEYS: 'k1:abc',
      IEUM_PORT: '70000',
      IEUM_LOG_LEVEL: 'loud',
      IEUM_GIT_CACHE_MIB: '1',
      IEUM_ADMIN_PASSWORD: 'x',
    })
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'NEXTAUTH_SECRET',
      'IEUM_ENCRYPTION_KEYS',
      'IEUM_PORT',
      'IEUM_LOG_LEVEL',
      'IEUM_GIT_CACHE_MIB',
      'IEUM_ADMIN_PASSWORD',
    ])
  })

  test('says which variables are missing, and counts an empty one as missing', () => {
    expect(problemsOf({ NEXTAUTH_SECRET: '  ' })).toEqual([
      'DATABASE_URL is missing',
      'NEXTAUTH_SECRET is missing',
      'IEUM_ENCRYPTION_KEYS is missing',
    ])
  })

  test('never repeats a refused value', () => {
    const secret = 'canary-0123'
    expect(problemsOf({ ...valid(), NEXTAUTH_SECRET: secret, IEUM_ENCRYPTION_KEYS: secret }).join()).not.toContain(
      secret,
    )
  })

  test('reads several encryption keys in order', () => {
    const [first, second] = [key(), key()]
    const keys = parseEnvironment({
      ...valid(),
      IEUM_ENCRYPTION_KEYS: `new:${first}, old:${second}`,
    }).IEUM_ENCRYPTION_KEYS
    expect(keys.map(({ id, key: bytes }) => [id, bytes.toString('base64')])).toEqual([
      ['new', first],
      ['old', second],
    ])
  })

  test.each([
    ['a key that is too short', `k:${randomBytes(16).toString('base64')}`],
    ['a key without an id', key()],
    ['an id given twice', `k:${key()},k:${key()}`],
  ])('refuses %s', (_, keys) => {
    expect(problemsOf({ ...valid(), IEUM_ENCRYPTION_KEYS: keys })).toHaveLength(1)
  })

  test.each([
    ['9464', { host: '127.0.0.1', port: 9464 }],
    ['0.0.0.0:9464', { host: '0.0.0.0', port: 9464 }],
    ['[::]:9464', { host: '::', port: 9464 }],
  ])('reads %s as where a process listens', (text, listener) => {
    expect(parseEnvironment({ ...valid(), IEUM_ENGINE_METRICS: text }).IEUM_ENGINE_METRICS).toEqual(listener)
  })

  test.each(['metrics', ':9464', '0.0.0.0:', '0.0.0.0:0', '127.0.0.1:70000', 'http://127.0.0.1:9464/'])(
    'does not listen at %s',
    (text) => {
      expect(problemsOf({ ...valid(), IEUM_CONSOLE_METRICS: text })).toHaveLength(1)
    },
  )

  test('lets the logger have its level even where everything else is missing', () => {
    expect(logLevel({ IEUM_LOG_LEVEL: 'debug' })).toBe('debug')
    expect(logLevel({ IEUM_LOG_LEVEL: 'loud' })).toBe('info')
  })
})
