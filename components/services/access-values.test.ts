import { describe, expect, it } from 'vitest'
import { editExternalAccessSchema } from '#lib/features/services/schema.ts'
import type { ServiceRow } from '#lib/features/services/types.ts'
import { editablePorts, toAccessInput, wantedPorts, type AccessValues } from './access-values.ts'

const service: ServiceRow = {
  name: 'dns',
  type: 'ClusterIP',
  access: 'none',
  clusterIP: '10.96.0.10',
  externalName: '',
  ports: [
    { name: 'dns', port: 53, protocol: 'UDP', targetPort: '53', nodePort: null },
    { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: '53', nodePort: null },
    { name: 'http', port: 80, protocol: 'TCP', targetPort: '8080', nodePort: null },
  ],
  externalAddresses: [],
  endpoints: { ready: 1, total: 1 },
  managedBy: null,
  resourceVersion: '7',
  createdAt: '2026-11-22T00:00:00Z',
}
const values = (change: Partial<AccessValues>): AccessValues => ({
  access: 'NodePort',
  ports: {},
  keep: true,
  ...change,
})
const place = { workspace: 'w', cluster: 'c', project: 'p' }

describe('the values of the external access dialog', () => {
  it('have one field per port number', () => {
    expect(editablePorts(service).map(({ port }) => port)).toEqual([53, 80])
  })

  it('leave empty ports to the API server and send none with another mode', () => {
    expect(wantedPorts(values({ ports: { 53: ' ', 80: ' 31080 ' } }))).toEqual([{ port: 80, nodePort: 31080 }])
    expect(wantedPorts(values({ access: 'none', ports: { 80: '31080' } }))).toEqual([])
  })

  it.each(['abc', '80', '99999', '3.1', '-30000', '1e5'])('are refused by range for the port "%s"', (typed) => {
    const input = toAccessInput(values({ ports: { 80: typed } }), place, service)
    const result = editExternalAccessSchema.safeParse(input)
    expect(result.error?.issues[0]).toMatchObject({ path: ['nodePorts', 0, 'nodePort'], message: 'port_range' })
  })

  it('ask for a rule only where Git names the type', () => {
    const managedBy = { name: 'd', devopsProject: 'x', selfHeal: true, declaresType: true }
    expect(toAccessInput(values({}), place, service).keepDespiteGit).toBe(false)
    expect(toAccessInput(values({}), place, { ...service, managedBy }).keepDespiteGit).toBe(true)
    expect(toAccessInput(values({ keep: false }), place, { ...service, managedBy }).keepDespiteGit).toBe(false)
  })
})
