import { expect, test } from 'vitest'
import { checkServerAddress } from './server-address.ts'

const reasonOf = (server: string, addresses: string[] = [], allowsLocal = false) =>
  checkServerAddress(server, { allowsLocal, resolver: async () => addresses }).then(
    () => 'accepted',
    (error: { reason: string }) => error.reason,
  )

test.each([
  ['K4: the server itself', 'https://127.0.0.1:6443'],
  ['K4: another spelling of it', 'https://2130706433:6443'],
  ['K4: the server itself by IPv6', 'https://[::1]:6443'],
  ['K4: IPv4 written as IPv6', 'https://[::ffff:127.0.0.1]:6443'],
  ['K4: the metadata service', 'https://169.254.169.254'],
  ['K4: the metadata service by IPv6', 'https://[fd00:ec2::254]'],
  ['K4: no address', 'https://0.0.0.0'],
])('refuses %s unless the operator allows it', async (_, server) => {
  expect(await reasonOf(server)).toBe('cluster_local_address')
  expect(await reasonOf(server, [], true)).toBe('accepted')
})

test('K4: refuses a name that leads to this machine with one of its addresses', async () => {
  expect(await reasonOf('https://k8s.example.com', ['10.0.0.1', '127.0.0.1'])).toBe('cluster_local_address')
})

test('accepts clusters where they are: private networks and the internet', async () => {
  expect(await reasonOf('https://10.0.0.1:6443')).toBe('accepted')
  expect(await reasonOf('https://[fd12:3456::1]:6443')).toBe('accepted')
  expect(await reasonOf('https://k8s.example.com', ['192.168.3.4', '203.0.113.9'])).toBe('accepted')
})
