/** The two ways to an object of a cluster, and where each is asked. Names of objects are escaped; those of the house need not be. */
import type { ResourceId } from '#lib/engine/model/resource.ts'

/** Through a project: objects of its namespace. Through a deployment: what it manages and what hangs below. */
export type ObjectAccess =
  | { kind: 'project'; workspace: string; cluster: string; project: string }
  | { kind: 'deployment'; workspace: string; devopsProject: string; name: string }

export type ProjectAccess = Extract<ObjectAccess, { kind: 'project' }>
export type DeploymentAccess = Extract<ObjectAccess, { kind: 'deployment' }>

export const projectApi = ({ workspace, cluster, project }: Omit<ProjectAccess, 'kind'>): string =>
  `/api/w/${workspace}/c/${cluster}/p/${project}`

const rootOf = (access: ObjectAccess): string =>
  access.kind === 'project'
    ? projectApi(access)
    : `/api/w/${access.workspace}/d/${access.devopsProject}/deployments/${access.name}`

/** An object as actions and queries name it. */
export const refOf = ({ group, version, kind, namespace, name }: ResourceId) => ({
  ...{ group, version, kind, namespace },
  object: name,
})

export const objectApi = (access: ObjectAccess, id: ResourceId): string =>
  `${rootOf(access)}/object?${new URLSearchParams(refOf(id)).toString()}`

export type LogChoice = {
  namespace: string
  pod: string
  container: string
  previous: boolean
  follow: boolean
  /** Seconds; null: as much as the tail allows. */
  since: number | null
}

export function logsApi(
  access: ObjectAccess,
  choice: LogChoice,
  more: { tail?: number; download?: true } = {},
): string {
  const { namespace, pod, container, previous, follow, since } = choice
  const query = new URLSearchParams({ namespace, pod, container })
  if (previous) query.set('previous', 'true')
  if (follow && !more.download) query.set('follow', 'true')
  if (since !== null) query.set('sinceSeconds', String(since))
  if (more.tail !== undefined) query.set('tail', String(more.tail))
  if (more.download) query.set('download', 'true')
  return `${rootOf(access)}/logs?${query.toString()}`
}

export const sameId = (one: ResourceId, other: ResourceId): boolean =>
  one.group === other.group && one.kind === other.kind && one.namespace === other.namespace && one.name === other.name
