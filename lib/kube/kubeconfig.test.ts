import { dump } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { reduceKubeconfig } from './kubeconfig.ts'

const PEM = Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n').toString('base64')

const kubeconfig = (change: { cluster?: object; user?: object; top?: object } = {}) =>
  dump({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'c',
        cluster: { server: 'https://10.0.0.1:6443', 'certificate-authority-data': PEM, ...change.cluster },
      },
    ],
    users: [{ name: 'u', user: change.user ?? { token: 'secret' } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
    ...change.top,
  })

const one = (what: string, value: object, name = 'x') => ({ name, [what]: value })
/** Fifty of them, as the file of somebody with many clusters has. */
const fifty = (what: string, value: object) =>
  Array.from({ length: 50 }, (_, index) => one(what, { ...value }, `x${index}`))

const reasonOf = (text: string) => {
  try {
    reduceKubeconfig(text)
  } catch (error) {
    return error instanceof AppError ? error.reason : error
  }
  return 'accepted'
}

describe('reducing a kubeconfig', () => {
  it('keeps server, certificate authority and token of the current context', () => {
    expect(reduceKubeconfig(kubeconfig())).toEqual({
      server: 'https://10.0.0.1:6443',
      caData: PEM,
      auth: { kind: 'token', token: 'secret' },
    })
  })

  it('keeps an inline client certificate and the name the server is verified by', () => {
    const text = kubeconfig({
      cluster: { 'tls-server-name': 'kubernetes' },
      user: { 'client-certificate-data': PEM, 'client-key-data': PEM },
    })
    expect(reduceKubeconfig(text)).toMatchObject({
      tlsServerName: 'kubernetes',
      auth: { kind: 'certificate', certData: PEM, keyData: PEM },
    })
  })

  it.each([
    ['K1: a program to run', { user: { exec: { command: 'touch' } } }, 'kubeconfig_exec'],
    ['K2: an auth provider', { user: { 'auth-provider': { name: 'gcp' } } }, 'kubeconfig_exec'],
    ['K3: a token file', { user: { tokenFile: '/etc/passwd' } }, 'kubeconfig_file'],
    ['K3: a certificate file', { user: { 'client-certificate': '/a', 'client-key': '/b' } }, 'kubeconfig_file'],
    ['K3: a CA file', { cluster: { 'certificate-authority': '/ca' } }, 'kubeconfig_file'],
    ['K4: a proxy', { cluster: { 'proxy-url': 'http://127.0.0.1:1' } }, 'kubeconfig_proxy'],
    ['K4: unverified TLS', { cluster: { 'insecure-skip-tls-verify': true } }, 'kubeconfig_insecure'],
    ['K4: plain http', { cluster: { server: 'http://10.0.0.1' } }, 'kubeconfig_insecure'],
    ['a password in the address', { cluster: { server: 'https://a:b@10.0.0.1' } }, 'kubeconfig_invalid'],
    ['an address with a query', { cluster: { server: 'https://10.0.0.1/?a=b' } }, 'kubeconfig_invalid'],
    ['a CA that is no certificate', { cluster: { 'certificate-authority-data': 'Q0E=' } }, 'kubeconfig_invalid'],
    ['a key that is none', { user: { 'client-certificate-data': PEM, 'client-key-data': '%' } }, 'kubeconfig_invalid'],
    ['K4: impersonation', { user: { token: 't', as: 'system:admin' } }, 'kubeconfig_impersonation'],
    [
      'K2: an auth provider with a command',
      { user: { 'auth-provider': { config: { 'cmd-path': '/x' } } } },
      'kubeconfig_exec',
    ],
    [
      'K4: impersonation of groups',
      { user: { token: 't', 'as-groups': ['system:masters'] } },
      'kubeconfig_impersonation',
    ],
    [
      'K5: several contexts',
      { top: { contexts: fifty('context', { cluster: 'c', user: 'u' }) } },
      'kubeconfig_contexts',
    ],
    ['K5: several users', { top: { users: fifty('user', { token: 't' }) } }, 'kubeconfig_contexts'],
    [
      'K5: namesakes',
      { top: { users: [one('user', { token: 'a' }), one('user', { token: 'b' })] } },
      'kubeconfig_contexts',
    ],
    ['a token with a line break', { user: { token: 'a\nx-y: z' } }, 'kubeconfig_invalid'],
    ['a server name that is none', { cluster: { 'tls-server-name': 'a b' } }, 'kubeconfig_invalid'],
    ['a password', { user: { username: 'a', password: 'b' } }, 'kubeconfig_no_credential'],
    ['no credential', { user: {} }, 'kubeconfig_no_credential'],
    ['a context that is not there', { top: { 'current-context': 'other' } }, 'kubeconfig_invalid'],
  ])('refuses %s', (_, change, reason) => {
    expect(reasonOf(kubeconfig(change))).toBe(reason)
  })

  it('K5: refuses aliases, so that a bomb is never unfolded', () => {
    const bomb = 'a: &a [x,x]\nb: &b [*a,*a]\nclusters: [*b]\n'
    expect(reasonOf(bomb)).toBe('kubeconfig_invalid')
  })

  it('K5: refuses text that is too long, too deep or no YAML, and the same key twice', () => {
    expect(reasonOf(`${kubeconfig()}#${'x'.repeat(5 * 1024 * 1024)}`)).toBe('kubeconfig_invalid')
    expect(reasonOf(`users: ${'['.repeat(60_000)}`)).toBe('kubeconfig_invalid')
    expect(reasonOf('{')).toBe('kubeconfig_invalid')
    expect(reasonOf(`${kubeconfig()}\nusers: []\n`)).toBe('kubeconfig_invalid')
  })

  it('reads names that JavaScript is afraid of as names like others', () => {
    expect(reasonOf(`${kubeconfig()}\n__proto__: { token: x }\n`)).toBe('accepted')
    expect(({} as Record<string, unknown>)['token']).toBeUndefined()
  })
})
