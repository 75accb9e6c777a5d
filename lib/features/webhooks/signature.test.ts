import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSignedWith } from './signature.ts'
import { PUSHES, signed, type Sent } from './testing/deliveries.ts'

const SECRET = 'k'.repeat(43)
const check = ({ headers, body }: Sent, secret = SECRET) =>
  isSignedWith(secret, new Headers(headers), Buffer.from(body))

describe.each(Object.entries(PUSHES))('W22: a delivery of %s', (_, push) => {
  test('is known by its signature, and by no other secret', () => {
    const sent = push(SECRET, 'refs/heads/main')
    expect(check(sent)).toBe(true)
    expect(check(sent, `${SECRET}x`)).toBe(false)
  })
})

describe('W22: what proves nothing', () => {
  const { headers, body } = PUSHES.github(SECRET, 'refs/heads/main')
  const digest = headers['x-hub-signature-256'] ?? ''

  test.each([
    ['no signature at all', {}],
    ['an empty one', { 'x-hub-signature-256': '' }],
    ['no hex', { 'x-hub-signature-256': `sha256=${'z'.repeat(64)}` }],
    ['a digest that is cut', { 'x-hub-signature-256': digest.slice(0, -2) }],
    ['a digest with more behind it', { 'x-hub-signature-256': `${digest}00` }],
    ['zeros', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }],
    ['SHA-1', { 'x-hub-signature': `sha1=${'0'.repeat(40)}` }],
    ['an empty token', { 'x-gitlab-token': '' }],
    ['a part of the token', { 'x-gitlab-token': SECRET.slice(1) }],
    ['a wrong signature before the right token', { 'x-gitea-signature': '0'.repeat(64), 'x-gitlab-token': SECRET }],
  ])('%s', (_, given) => {
    expect(isSignedWith(SECRET, new Headers(given as Record<string, string>), Buffer.from(body))).toBe(false)
  })

  test('a body that differs in one bit', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.nat(7), (index, bit) => {
        const bytes = Buffer.from(body)
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
        expect(isSignedWith(SECRET, new Headers(headers), bytes)).toBe(false)
      }),
    )
  })

  test('nothing that anybody thinks up', () => {
    const text = fc.string({ unit: 'binary', maxLength: 100 }).filter((value) => /^[\u0020-\u007e]*$/.test(value))
    const names = fc.constantFrom('x-hub-signature-256', 'x-hub-signature', 'x-gitea-signature', 'x-gitlab-token')
    const isRefused = fc.property(names, text, (name, value) => {
      expect(check({ headers: { [name]: value }, body })).toBe(false)
    })
    fc.assert(isRefused)
  })
})

test('bytes are signed, not characters', () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])
  expect(isSignedWith(SECRET, new Headers(signed(SECRET, bytes.toString()).headers), bytes)).toBe(false)
})
