import { expect, test } from 'vitest'
import { contentSecurityPolicy, requestHeaders } from './headers.ts'

const facts = { requestId: 'r1', path: '/w/demo?page=2', nonce: 'n0', policy: 'p' }

test('W21: the policy lets in nothing inline without the nonce, nothing evaluated and no frame', () => {
  const policy = contentSecurityPolicy('abc', false)
  expect(policy).not.toMatch(/unsafe|\*|http:/)
  const directives = new Map(policy.split('; ').map((entry) => [entry.split(' ')[0], entry]))
  expect(directives.get('script-src')).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'")
  expect(directives.get('style-src')).toBe("style-src 'self' 'nonce-abc'")
  for (const directive of ['object-src', 'base-uri', 'frame-ancestors'])
    expect(directives.get(directive)).toBe(`${directive} 'none'`)
  expect(directives.get('form-action')).toBe("form-action 'self'")
})

test('W21: what a client says under our own names is overwritten', () => {
  const forged = new Headers({ 'x-request-id': 'forged', 'x-request-path': '//evil', 'x-nonce': 'known' })
  const headers = requestHeaders(forged, facts)
  expect(headers.get('x-request-id')).toBe('r1')
  expect(headers.get('x-request-path')).toBe('/w/demo?page=2')
  expect(headers.get('x-nonce')).toBe('n0')
})

test.each(['/한글', '/a b', `/${'x'.repeat(5_000)}`, '/a\r\nset-cookie: x'])(
  'a path that fits no header leads home: %j',
  (path) => expect(requestHeaders(new Headers(), { ...facts, path }).get('x-request-path')).toBe('/'),
)
