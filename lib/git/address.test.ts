import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkReachable, checkUrlAllowed, isPublicAddress, pinnedResolve, resolveDestination } from './address.ts'
import { parseGitUrl } from './url.ts'

const refused = (reason: string) => expect.objectContaining({ code: 'VALIDATION', reason })

describe('isPublicAddress', () => {
  it.each(['140.82.121.4', '1.1.1.1', '2606:4700::1111', '172.32.0.1', '100.128.0.1'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'not an address',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

describe('checkUrlAllowed', () => {
  it.each([
    'http://github.com/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://169.254.169.254/x',
    'http://127.0.0.1:3081/x',
    'https://10.0.0.1/x',
    'ssh://git@127.0.0.1/x',
    'ssh://git@0x7f000001:2222/x',
    'git@2130706433:x',
    'ssh://[::ffff:127.0.0.1]/x',
  ])('G7: refuses %s', (text) => {
    expect(() => checkUrlAllowed(parseGitUrl(text), ['127.0.0.1:3080'])).toThrowError(refused('git_host_not_allowed'))
  })

  it.each([
    ['https://github.com/x', []],
    ['http://127.0.0.1:3080/x', ['127.0.0.1:3080']],
    ['http://git.corp/x', ['GIT.corp:80 ']],
    ['https://[::1]:8443/x', ['[::1]:8443']],
    ['ssh://github.com/x', []],
    ['git@10.0.0.1:x', ['10.0.0.1:22']],
  ])('lets %s through with %j', (text, allowed) => {
    expect(() => checkUrlAllowed(parseGitUrl(text), allowed)).not.toThrow()
  })
})

describe('resolveDestination', () => {
  const url = parseGitUrl('https://git.example/x')
  const answering =
    (...addresses: string[]) =>
    async () =>
      addresses

  it('G9: pins the addresses that were checked', async () => {
    const destination = await resolveDestination(url, [], answering('140.82.121.4', '2606:4700::1111'), 1000)
    expect(pinnedResolve(destination)).toBe('git.example:443:140.82.121.4,[2606:4700::1111]')
  })

  it('G9: refuses a name with one private address among public ones', async () => {
    await expect(resolveDestination(url, [], answering('140.82.121.4', '127.0.0.1'), 1000)).rejects.toEqual(
      refused('git_host_not_allowed'),
    )
  })

  it.each(['localhost.', 'metadata.google.internal'])('G7: refuses %s, which leads inside', async (host) => {
    const inside = parseGitUrl(`https://${host}/x`)
    await expect(resolveDestination(inside, [], answering('169.254.169.254'), 1000)).rejects.toEqual(
      refused('git_host_not_allowed'),
    )
  })

  it('accepts a private address where the allow-list names host and port', async () => {
    const destination = await resolveDestination(url, ['git.example:443'], answering('10.1.2.3'), 1000)
    expect(destination.addresses).toEqual(['10.1.2.3'])
  })

  it('says that a host does not exist', async () => {
    const failing = async () => Promise.reject(Object.assign(new Error('nope'), { code: 'ENOTFOUND' }))
    await expect(resolveDestination(url, [], failing, 1000)).rejects.toMatchObject({
      code: 'UPSTREAM',
      reason: 'git_host_not_found',
      params: { host: 'git.example' },
    })
  })

  it('does not wait for a resolver that is silent', async () => {
    await expect(resolveDestination(url, [], () => new Promise(() => undefined), 20)).rejects.toMatchObject({
      code: 'TIMEOUT',
      reason: 'git_timeout',
    })
  })

  it('does not ask the resolver about an address and pins nothing', async () => {
    const literal = parseGitUrl('https://140.82.121.4/x')
    const destination = await resolveDestination(literal, [], async () => Promise.reject(new Error('asked')), 1000)
    expect(pinnedResolve(destination)).toBeNull()
  })
})

describe('checkReachable', () => {
  let server: Server
  let port: number
  beforeAll(async () => {
    server = createServer((socket) => socket.destroy())
    port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
    })
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const at = (addresses: string[]) => ({ url: { ...parseGitUrl('http://git.example/x'), port }, addresses })

  it('tries the next address when one does not answer', async () => {
    await expect(checkReachable(at(['127.0.0.2', '127.0.0.1']), 2000)).resolves.toBe('127.0.0.1')
  })

  it('says that nobody listens', async () => {
    await expect(checkReachable(at(['127.0.0.2']), 2000)).rejects.toMatchObject({
      reason: 'git_connection_refused',
      detail: 'ECONNREFUSED',
    })
  })
})
