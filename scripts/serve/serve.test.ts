import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { contentHash } from './content-hash.ts'
import { ensureDemoPassword, writeDemoLogins } from './logins.ts'
import { chooseRange, formatRange, keptRange, RANGES } from './node-ports.ts'
import { ensureSecrets, keepPrivate, randomPassword } from './secrets.ts'
import { forget, isCurrent, remember } from './stamps.ts'
import { restartWait } from './supervised.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'serve-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (file: string, content = '') => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), content)
  return path.join(folder, file)
}

describe('the hash of the sources', () => {
  const hash = () =>
    contentHash(folder, {
      paths: ['lib', 'one.json', 'absent'],
      ignore: (file) => file.endsWith('.test.ts'),
      with: ['linux'],
    })

  test('follows contents and names, not times', () => {
    const file = write('lib/a/b.ts', 'one')
    const before = hash()
    utimesSync(file, new Date(0), new Date(0))
    expect(hash()).toBe(before)
    write('lib/a/b.ts', 'two')
    expect(hash()).not.toBe(before)
    write('lib/a/b.ts', 'one')
    expect(hash()).toBe(before)
    write('lib/c.ts')
    expect(hash()).not.toBe(before)
  })

  test('knows one file from two that hold the same bytes', () => {
    write('lib/a.ts', 'xy')
    const one = hash()
    write('lib/a.ts', 'x')
    write('lib/b.ts', 'y')
    expect(hash()).not.toBe(one)
  })

  test('leaves out what does not go into the build', () => {
    write('lib/a.ts', 'x')
    const before = hash()
    write('lib/a.test.ts', 'x')
    write('elsewhere.ts', 'x')
    expect(hash()).toBe(before)
  })
})

describe('a stamp', () => {
  test('is believed only for the same sources, with the output, and after a build that ended well', () => {
    const build = { name: 'console', hash: 'h1', output: path.join(folder, 'out') }
    expect(isCurrent(folder, build)).toBe(false)
    remember(folder, build)
    expect(isCurrent(folder, build)).toBe(false)
    write('out')
    expect(isCurrent(folder, build)).toBe(true)
    expect(isCurrent(folder, { ...build, hash: 'h2' })).toBe(false)
    forget(folder, build)
    expect(isCurrent(folder, build)).toBe(false)
  })
})

describe('the secrets of an installation', () => {
  test('are made once and for this user alone', () => {
    const file = path.join(folder, 'secrets.json')
    const first = ensureSecrets(file)
    expect(ensureSecrets(file)).toEqual(first)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(first.encryptionKeys).toMatch(/^[0-9a-f]{8}:[A-Za-z0-9+/]{43}=$/)
  })

  test('are never replaced when they cannot be read: what they closed would stay closed', () => {
    const file = write('secrets.json', '{"nextAuthSecret":')
    expect(() => ensureSecrets(file)).toThrow(/cannot be used/)
    expect(readFileSync(file, 'utf8')).toBe('{"nextAuthSecret":')
  })

  test('are kept although somebody else was first', () => {
    const file = write('value.json', '"theirs"')
    expect(keepPrivate(file, z.string(), () => 'mine')).toBe('theirs')
  })

  test('have passwords that pass the rules and can be typed', () => {
    const passwords = Array.from({ length: 200 }, randomPassword)
    expect(new Set(passwords).size).toBe(200)
    for (const password of passwords) expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[2-9])[a-zA-Z2-9]{16}$/)
    expect(passwords.join('')).not.toMatch(/[0O1lI]/)
  })
})

describe('the log-ins of the demonstration', () => {
  test('keep the password of the first start, and the address of the latest', () => {
    const file = path.join(folder, 'demo-logins.json')
    const password = ensureDemoPassword(file, 'Wanted-2026')
    writeDemoLogins(file, { password, users: ['project-regular'], sampleRepositoryUrl: 'http://127.0.0.1:1/a.git' })
    expect(ensureDemoPassword(file, 'Another-2026')).toBe('Wanted-2026')
    writeDemoLogins(file, { password, users: ['project-regular'], sampleRepositoryUrl: 'http://127.0.0.1:2/a.git' })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      password: 'Wanted-2026',
      users: ['project-regular'],
      sampleRepositoryUrl: 'http://127.0.0.1:2/a.git',
    })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })
})

describe('node ports', () => {
  const [standard, second] = RANGES

  test('are Kubernetes’ own for the first sandbox and others for the next', () => {
    expect(chooseRange([])).toEqual({ first: 30_000, last: 32_767 })
    expect(chooseRange([{ first: 32_000, last: 32_400 }])).toEqual(second)
    expect(chooseRange(RANGES)).toEqual(standard)
  })

  test('overlap nowhere and leave the system its own', () => {
    const ordered = RANGES.toSorted((a, b) => a.first - b.first)
    for (const [index, range] of ordered.entries()) {
      expect(range.last).toBeLessThan(ordered[index + 1]?.first ?? 32_768)
    }
  })

  test('stay what they were: Services have them', () => {
    const file = write('node-ports', '27000-29767\n')
    expect(formatRange(keptRange(file))).toBe('27000-29767')
  })
})

test('a process that ends again and again is started again ever later, but at least twice a minute', () => {
  expect([1, 2, 3, 8, 100].map(restartWait)).toEqual([500, 1_000, 2_000, 30_000, 30_000])
})
