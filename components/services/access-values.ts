/** What is typed in the dialog of external access, and the action's input made of it. Pure. */
import type { ProjectPlace } from '#components/shell/paths.ts'
import { NODE_PORT_MAX, NODE_PORT_MIN, type EditExternalAccessInput } from '#lib/features/services/schema.ts'
import type { ServiceAccess, ServicePort, ServiceRow } from '#lib/features/services/types.ts'

export type AccessValues = {
  access: ServiceAccess
  /** What was typed, by service port; empty: chosen by the API server. */
  ports: Record<string, string>
  /** Also tell the deployment not to compare what is changed here. */
  keep: boolean
}

/** A number that a node port may have. */
export const isNodePort = (typed: string): boolean =>
  /^\d{5}$/.test(typed) && Number(typed) >= NODE_PORT_MIN && Number(typed) <= NODE_PORT_MAX

/** One entry per port number: a port that serves two protocols has one field. */
export const editablePorts = (service: ServiceRow): ServicePort[] =>
  service.ports.filter((port, index) => service.ports.findIndex((other) => other.port === port.port) === index)

/** Ports with a wanted number, in the order of the fields. What is no number becomes 0, which the range refuses. */
export function wantedPorts(values: AccessValues): { port: number; nodePort: number }[] {
  if (values.access !== 'NodePort') return []
  return Object.entries(values.ports)
    .filter(([, typed]) => typed.trim() !== '')
    .map(([port, typed]) => ({
      port: Number(port),
      nodePort: /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : 0,
    }))
}

export function toAccessInput(values: AccessValues, place: ProjectPlace, service: ServiceRow): EditExternalAccessInput {
  return {
    ...place,
    service: service.name,
    resourceVersion: service.resourceVersion,
    access: values.access,
    nodePorts: wantedPorts(values),
    keepDespiteGit: values.keep && service.managedBy?.declaresType === true,
  }
}
