import { describe, expect, it } from 'vitest'
import type { ServiceRow } from '#lib/features/services/types.ts'
import { addressAt, canBeExposed, externalAddresses, portText } from './addresses.ts'

const service = (change: Partial<ServiceRow>): ServiceRow => ({
  name: 'web',
  type: 'NodePort',
  access: 'NodePort',
  clusterIP: '10.96.0.1',
  externalName: '',
  ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: '8080', nodePort: 31080 }],
  externalAddresses: [{ host: '172.18.0.3', port: 31080, node: 'worker-1' }],
  endpoints: { ready: 1, total: 1 },
  managedBy: null,
  resourceVersion: '1',
  createdAt: '2026-11-22T00:00:00Z',
  ...change,
})

describe('external addresses', () => {
  it('are nodeIP:nodePort with a link', () => {
    expect(externalAddresses(service({}))).toEqual([
      { text: '172.18.0.3:31080', href: 'http://172.18.0.3:31080', node: 'worker-1' },
    ])
  })

  it('are listed once when several nodes share one address', () => {
    const shared = [
      { host: '127.0.0.1', port: 31080, node: 'node-1' },
      { host: '127.0.0.1', port: 31080, node: 'node-2' },
    ]
    expect(externalAddresses(service({ externalAddresses: shared }))).toHaveLength(1)
  })

  it('put an IPv6 host in brackets', () => {
    const [address] = externalAddresses(service({ externalAddresses: [{ host: 'fd00::3', port: 31080, node: 'w' }] }))
    expect(address?.href).toBe('http://[fd00::3]:31080')
  })

  it('open TLS ports with https and give no link to what a browser cannot open', () => {
    const tls = service({
      ports: [{ name: 'https', port: 8443, protocol: 'TCP', targetPort: '8443', nodePort: 31080 }],
    })
    expect(externalAddresses(tls)[0]?.href).toBe('https://172.18.0.3:31080')
    const dns = service({ ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: '53', nodePort: 31080 }] })
    expect(externalAddresses(dns)[0]).toMatchObject({ text: '172.18.0.3:31080', href: null })
  })
})

describe('what the list knows', () => {
  it('leaves out the name of an unnamed port', () => {
    expect(portText({ name: '', port: 80, protocol: 'TCP', targetPort: '80', nodePort: null })).toBe('80/TCP')
  })

  it('offers no external access where there is no own address', () => {
    expect(canBeExposed(service({ type: 'Headless' }))).toBe(false)
    expect(canBeExposed(service({ type: 'ClusterIP' }))).toBe(true)
  })
})

it.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)//',
  '\tjavascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'evil.example/',
  'evil.example?',
  'evil.example#',
  'somebody@evil.example',
  'evil.example\\..',
  'evil.example:80/..',
  'two words',
  '',
])('W12: what a cluster calls a host and is none is text: %j', (host) => {
  expect(addressAt(host, 80, undefined, '')).toMatchObject({ href: null })
})

it('opens a host name, however it is written', () => {
  expect(addressAt('LB.example.com', 443, undefined, '').href).toBe('http://LB.example.com:443')
  expect(addressAt('2001:db8::1', 80, undefined, '').href).toBe('http://[2001:db8::1]:80')
})
