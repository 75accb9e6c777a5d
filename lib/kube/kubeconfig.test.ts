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
    ['a program to run', { user: { exec: { command: 'touch' } } }, 'kubeconfig_exec'],
    ['an auth provider', { user: { 'auth-provider': { name: 'gcp' } } }, 'kubeconfig_exec'],
    ['a token file', { user: { tokenFile: '/etc/passwd' } }, 'kubeconfig_file'],
    ['a certificate file', { user: { 'client-certificate': '/a', 'client-key': '/b' } }, 'kubeconfig_file'],
    ['a CA file', { cluster: { 'certificate-authority': '/ca' } }, 'kubeconfig_file'],
    ['a proxy', { cluster: { 'proxy-url': 'http://127.0.0.1:1' } }, 'kubeconfig_proxy'],
    ['unverified TLS', { cluster: { 'insecure-skip-tls-verify': true } }, 'kubeconfig_insecure'],
    ['plain http', { cluster: { server: 'http://10.0.0.1' } }, 'kubeconfig_insecure'],
    ['a password in the address', { cluster: { server: 'https://a:b@10.0.0.1' } }, 'kubeconfig_invalid'],
    ['an address with a query', { cluster: { server: 'https://10.0.0.1/?a=b' } }, 'kubeconfig_invalid'],
    ['a CA that is no certificate', { cluster: { 'certificate-authority-data': 'Q0E=' } }, 'kubeconfig_invalid'],
    ['a key that is none', { user: { 'client-certificate-data': PEM, 'client-key-data': '%' } }, 'kubeconfig_invalid'],
    ['impersonation', { user: { token: 't', as: 'system:admin' } }, 'kubeconfig_impersonation'],
    ['a password', { user: { username: 'a', password: 'b' } }, 'kubeconfig_no_credential'],
    ['no credential', { user: {} }, 'kubeconfig_no_credential'],
    ['a context that is not there', { top: { 'current-context': 'other' } }, 'kubeconfig_invalid'],
  ])('refuses %s', (_, change, reason) => {
    expect(reasonOf(kubeconfig(change))).toBe(reason)
  })

  it('refuses aliases, so that a bomb is never unfolded', () => {
    const bomb = 'a: &a [x,x]\nb: &b [*a,*a]\nclusters: [*b]\n'
    expect(reasonOf(bomb)).toBe('kubeconfig_invalid')
  })

  it('refuses text that is too long or no YAML', () => {
    expect(reasonOf(' '.repeat(70_000))).toBe('kubeconfig_invalid')
    expect(reasonOf('{')).toBe('kubeconfig_invalid')
  })
})
