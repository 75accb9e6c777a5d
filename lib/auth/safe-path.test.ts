import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safePath } from './safe-path.ts'

const ORIGIN = 'https://ieum.example'

test.each([
  ['/workspaces/demo', '/workspaces/demo'],
  ['/w/demo?page=2#top', '/w/demo?page=2#top'],
  ['https://ieum.example/w/demo', '/w/demo'],
  ['w/demo', '/w/demo'],
  ['...///windows/win.ini', '/...///windows/win.ini'],
])('W13: %s leads to %s', (wanted, path) => expect(safePath(wanted, ORIGIN)).toBe(path))

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'https://ieum.example.evil.example',
  'https://ieum.example@evil.example',
  'http://ieum.example/',
  'javascript:alert(1)',
  'data:text/html,x',
  '/\tw',
  '/w\u0000',
  'http://[',
  '/api/auth/signout',
  '/login?next=/login',
  '/.//evil.example',
])('W13: %j leads home', (wanted) => expect(safePath(wanted, ORIGIN)).toBe('/'))

test('W13: whatever is asked for, the way stays in the console', () => {
  const text = fc.oneof(fc.string(), fc.webUrl(), fc.stringMatching(/^[/\\:@.a-z?#%\s]{0,20}$/))
  fc.assert(
    fc.property(text, (wanted) => {
      const path = safePath(wanted, ORIGIN)
      expect(path).toMatch(/^\/(?![/\\])/)
      expect(new URL(path, ORIGIN).origin).toBe(ORIGIN)
    }),
  )
})
