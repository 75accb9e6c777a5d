import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SecretPlace } from './sealed-columns.ts'
import { decryptSecret, encryptSecret } from './secrets.ts'

const key = (id: string) => ({ id, key: randomBytes(32) })
const place: SecretPlace = { table: 'Cluster', id: '1', column: 'connection' }
const keys = [key('k1')]

test('what was encrypted comes back, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (plain) => {
      expect(decryptSecret(encryptSecret(plain, place, keys), place, keys)).toBe(plain)
    }),
  )
})

test('the text names version and key and never repeats', () => {
  const [one, other] = [encryptSecret('secret', place, keys), encryptSecret('secret', place, keys)]
  expect(one).toMatch(/^v1:k1:[\w-]{16}:[\w-]+:[\w-]{22}$/)
  expect(one).not.toBe(other)
  expect(one).not.toContain('secret')
})

test.each<[string, SecretPlace]>([
  ['another row', { ...place, id: '2' }],
  ['another table', { ...place, table: 'Credential', column: 'secret' }],
  ['another column', { ...place, table: 'PlatformSetting', column: 'value' }],
])('a text copied to %s does not open', (_, elsewhere) => {
  expect(() => decryptSecret(encryptSecret('secret', place, keys), elsewhere, keys)).toThrow('not_authentic')
})

test('every change of the text is noticed', () => {
  const text = encryptSecret('a longer secret', place, keys)
  const start = text.indexOf(':', 3) + 1
  for (let index = start; index < text.length; index++) {
    // The last character of a base64 group may carry bits that do not count; another letter far away always does.
    const changed = `${text.slice(0, index)}${text[index] === '~' ? '!' : '~'}${text.slice(index + 1)}`
    expect(() => decryptSecret(changed, place, keys)).toThrow(/cannot be opened/)
  }
})

test('a rotated key still opens what it wrote, and new texts use the new one', () => {
  const old = encryptSecret('secret', place, keys)
  const rotated = [key('k2'), ...keys]
  expect(decryptSecret(old, place, rotated)).toBe('secret')
  expect(encryptSecret('secret', place, rotated)).toMatch(/^v1:k2:/)
  expect(() => decryptSecret(old, place, [key('k2')])).toThrow('unknown_key')
})

test.each([
  '',
  'v1',
  'v1:k1:a:b',
  'v2:k1:AAAAAAAAAAAAAAAA:AA:AAAAAAAAAAAAAAAAAAAAAA',
  'v1:k1:short:AA:AA',
  'x'.repeat(999),
])('a text that is none is refused: %j', (text) => expect(() => decryptSecret(text, place, keys)).toThrow('format'))
