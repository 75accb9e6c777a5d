import { expect, test } from 'vitest'
import { isLocalAddress } from './local-address.ts'

test.each([
  '127.0.0.1',
  '::1',
  '::ffff:127.0.0.1',
  '169.254.169.254',
  'fe80::1',
  'fd00:ec2::254',
  '0.0.0.0',
  '224.0.0.1',
])('%s is local', (address) => expect(isLocalAddress(address)).toBe(true))

test.each(['10.0.0.1', '192.168.1.1', 'fd12:3456::1', '203.0.113.9', '2606:4700::1111'])('%s is not', (address) =>
  expect(isLocalAddress(address)).toBe(false),
)

test('what is no address is local: nothing unknown is contacted', () => expect(isLocalAddress('nonsense')).toBe(true))
