import { expect, test } from 'vitest'
import { clientAddress } from './address.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['10.9.8.7, 203.0.113.7', '203.0.113.7'],
  [' 1.1.1.1 ,2001:db8::1 ', '2001:db8::1'],
  ['', 'unknown'],
  [null, 'unknown'],
  [undefined, 'unknown'],
])('%j comes from %s', (header, address) => expect(clientAddress(header)).toBe(address))

test('an endless header is cut', () => expect(clientAddress('9'.repeat(10_000))).toHaveLength(64))
