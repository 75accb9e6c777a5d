/** Deciding what a change of external access means. Pure. */
import { AppError, type FieldIssue } from '#lib/core/errors.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { withPointers } from '#lib/features/deployments/public.ts'
import type { IgnoreRule } from '#lib/engine/model/spec.ts'
import type { z } from 'zod'
import { readService } from './read-objects.ts'
import type { editExternalAccessSchema } from './schema.ts'
import { typeOf } from './to-row.ts'

export type EditInput = z.output<typeof editExternalAccessSchema>

const fieldOf = (port: number): string => `nodePorts.${port}`

const refuse = (fields: Record<string, FieldIssue>, reason?: 'node_port_taken'): AppError =>
  new AppError('VALIDATION', { fields, ...(reason && { reason }) })

/** Throws VALIDATION for a Service that has no address of its own, a port it does not have, or one node port asked for twice. */
export function checkRequest(service: KubeObject, { access, nodePorts }: EditInput): void {
  const live = readService(service)
  const type = typeOf(live)
  if (type === 'ExternalName' || type === 'Headless') throw refuse({ access: { code: 'not_a_choice' } })
  const seen = new Set<string>()
  for (const { port, nodePort } of nodePorts) {
    const own = live.spec.ports.filter((known) => known.port === port)
    if (access === 'none' || own.length === 0) throw refuse({ [fieldOf(port)]: { code: 'not_found' } })
    for (const { protocol } of own) {
      if (seen.has(`${protocol}/${nodePort}`))
        throw refuse({ [fieldOf(port)]: { code: 'port_taken', params: { port: nodePort } } }, 'node_port_taken')
      seen.add(`${protocol}/${nodePort}`)
    }
  }
}

/** Node ports of Services as "TCP/30080": the same number may serve two protocols. */
const nodePortsOf = (service: KubeObject): string[] =>
  readService(service).spec.ports.flatMap(({ protocol, nodePort }) =>
    nodePort === undefined ? [] : `${protocol}/${nodePort}`,
  )

type WantedPort = EditInput['nodePorts'][number]

/** The other Service of the cluster that has a node port which is wanted for a port of this one. */
export function holderOf(
  service: KubeObject,
  { port, nodePort }: WantedPort,
  all: readonly KubeObject[],
): KubeObject | undefined {
  const protocols = readService(service).spec.ports.filter((own) => own.port === port)
  const wanted = new Set(protocols.map(({ protocol }) => `${protocol}/${nodePort}`))
  return all.find(
    (other) => other.metadata.uid !== service.metadata.uid && nodePortsOf(other).some((taken) => wanted.has(taken)),
  )
}

/** Throws VALIDATION `port_taken` when another Service of the cluster has a node port that was asked for. */
export function checkNodePorts(service: KubeObject, { nodePorts }: EditInput, all: readonly KubeObject[]): void {
  const clashes = nodePorts.filter((wanted) => holderOf(service, wanted, all) !== undefined)
  if (clashes.length === 0) return
  throw refuse(
    Object.fromEntries(
      clashes.map(({ port, nodePort }) => [fieldOf(port), { code: 'port_taken' as const, params: { port: nodePort } }]),
    ),
    'node_port_taken',
  )
}

/** The merge patch. A list is replaced whole by it, so every port comes with all of its fields. */
export function patchFor(service: KubeObject, { access, nodePorts, resourceVersion }: EditInput): object {
  const wanted = new Map(nodePorts.map(({ port, nodePort }) => [port, nodePort]))
  const ports = readService(service).spec.ports.map(({ nodePort, ...port }) => {
    const next = access === 'none' ? undefined : (wanted.get(port.port) ?? nodePort)
    return { ...withoutEmpty(port), ...(next !== undefined && { nodePort: next }) }
  })
  const type = access === 'none' ? 'ClusterIP' : access
  return { metadata: { resourceVersion }, spec: { type, ports } }
}

/** A port read with defaults goes back as it was: an unnamed port has no name. */
const withoutEmpty = (port: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(port).filter(([, value]) => value !== '' && value !== undefined))

/** The rule that tells a deployment not to compare what was changed here; pointers of a rule that was there before are kept. */
export function withIgnoreRule(rules: readonly IgnoreRule[], service: KubeObject): IgnoreRule[] {
  const { name, namespace = '' } = service.metadata
  const ports = readService(service).spec.ports.map((_, index) => `/spec/ports/${index}/nodePort`)
  return withPointers(rules, { group: '', kind: 'Service', namespace, name }, ['/spec/type', ...ports])
}

/** The API server's own refusal of a node port (taken, or of another range than ours), at the field it belongs to; anything else unchanged. */
export function atField(error: unknown, { nodePorts }: EditInput): unknown {
  if (!(error instanceof AppError) || error.reason === undefined) return error
  const { reason, detail = '' } = error
  const port = /nodePort: Invalid value: (\d+)/.exec(detail)?.[1]
  const clash = nodePorts.find(({ nodePort }) => String(nodePort) === port)
  if (!clash) return error
  const code = reason === 'node_port_taken' ? 'port_taken' : 'invalid'
  const fields = { [fieldOf(clash.port)]: { code, params: { port: clash.nodePort } } } as const
  return new AppError('VALIDATION', { reason, fields, detail, cause: error })
}
