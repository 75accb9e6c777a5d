import { describe, expect, it } from 'vitest'
import { credentialFor, identityOf, type StoredCredential } from './credential.ts'

const stored = (change: Partial<StoredCredential> = {}): StoredCredential => ({
  type: 'username_password',
  username: 'ada',
  knownHosts: '',
  boundTo: 'https://git.example',
  ...change,
})
const sealed = (): string => {
  throw new Error('opened')
}

describe('credentialFor', () => {
  it('signs in with user name and password, or with a token under a name that hosts take', () => {
    const url = 'https://git.example/shop.git'
    expect(credentialFor(url, stored(), () => 's')).toEqual({ type: 'password', username: 'ada', secret: 's' })
    const token = stored({ type: 'access_token', username: '' })
    expect(credentialFor(url, token, () => 's')).toMatchObject({ username: 'x-token-auth', secret: 's' })
    expect(credentialFor(url, { ...token, username: 'robot' }, () => 's')).toMatchObject({ username: 'robot' })
  })

  it('signs in with a key, with or without a passphrase', () => {
    const key = stored({
      type: 'ssh_key',
      username: '',
      knownHosts: 'git.example ssh-ed25519 AAAA',
      boundTo: 'ssh://git.example',
    })
    const secret = JSON.stringify({ privateKey: 'KEY', passphrase: 'p' })
    expect(credentialFor('git@git.example:shop.git', key, () => secret)).toEqual({
      type: 'ssh_key',
      username: '',
      privateKey: 'KEY',
      passphrase: 'p',
      knownHosts: 'git.example ssh-ed25519 AAAA',
    })
    expect(credentialFor('ssh://git.example/x', key, () => '{"privateKey":"KEY"}')).toMatchObject({ passphrase: '' })
    for (const broken of ['KEY', '{}', 'null'])
      expect(() => credentialFor('ssh://git.example/x', key, () => broken)).toThrowError(
        expect.objectContaining({ reason: 'git_ssh_key_invalid' }),
      )
  })

  it.each([
    'https://evil.example/shop.git',
    'https://git.example:8443/shop.git',
    'http://git.example/shop.git',
    'ssh://git.example/shop.git',
    'https://git.example.evil.example/shop.git',
  ])('G14: does not open a secret for another host, port or scheme: %s', (url) => {
    expect(() => credentialFor(url, stored(), sealed)).toThrowError(
      expect.objectContaining({ code: 'FORBIDDEN', reason: 'git_credential_host' }),
    )
  })
})

it('two remotes are one only where repository and sign-in are', () => {
  const url = 'https://git.example/shop.git'
  const password = { type: 'password' as const, username: 'ada', secret: 's' }
  const key = { type: 'ssh_key' as const, username: '', privateKey: 'k', passphrase: '', knownHosts: 'h' }
  const remotes = [
    { url, credential: null },
    { url, credential: password },
    { url, credential: { ...password, secret: 'other' } },
    { url, credential: { ...password, username: 'bob' } },
    { url: 'git@git.example:shop.git', credential: key },
    { url: 'git@git.example:shop.git', credential: { ...key, privateKey: 'other' } },
    { url: 'git@git.example:shop.git', credential: { ...key, knownHosts: 'other' } },
  ]
  expect(new Set(remotes.map(identityOf)).size).toBe(remotes.length)
  expect(identityOf({ url: 'HTTPS://Git.example:443/shop.git', credential: null })).toBe(
    identityOf({ url, credential: null }),
  )
})
