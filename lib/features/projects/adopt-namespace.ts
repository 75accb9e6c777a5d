/**
 * A namespace that exists becomes a project. Whoever takes a namespace takes what runs in it, its Secrets included, so the namespace must
 * name the workspace already (it was released, or made by a deployment of the workspace), or belong to nobody and be taken by somebody
 * with a right over the platform. One that names another workspace is nobody's to take.
 */
import type { z } from 'zod'
import type { Work } from '#lib/audit/record.ts'
import type { Actor, ProjectScope, WorkspaceScope } from '#lib/authz/actor.ts'
import { can } from '#lib/authz/can.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import {
  findNamespace,
  kubeForCluster,
  labelNamespace,
  listNamespaces as namespacesIn,
  ownerOfNamespace,
} from '#lib/features/clusters/public.ts'
import { claimProject } from './claim-project.ts'
import { forget, workspaceClusterId } from './make-project.ts'
import { isReservedNamespace } from './reserved.ts'
import type { adoptNamespaceSchema } from './schema.ts'
import type { FreeNamespaces } from './types.ts'

type Input = z.output<typeof adoptNamespaceSchema>
export type Found = { clusterId: string; resourceVersion: string; wasUnowned: boolean }

const mayTakeUnowned = (actor: Actor): boolean => can(actor, 'platform.workspaces.manage', { kind: 'platform' })

/** Namespaces of the cluster that the person may take, by name; what belongs to others is not told. */
export async function listFreeNamespaces(
  actor: Actor,
  scope: WorkspaceScope,
  cluster: string,
): Promise<FreeNamespaces> {
  const clusterId = await workspaceClusterId(scope, cluster)
  const [live, projects] = await Promise.all([
    namespacesIn(await kubeForCluster(clusterId)),
    db.project.findMany({ where: { clusterId }, select: { name: true } }),
  ])
  const taken = new Set(projects.map(({ name }) => name))
  const mayTake = mayTakeUnowned(actor)
  const items = live
    .map((namespace) => ({ name: namespace.metadata.name ?? '', owner: ownerOfNamespace(namespace) }))
    .filter(
      ({ name, owner }) =>
        !taken.has(name) && !isReservedNamespace(name) && (owner === '' ? mayTake : owner === scope.workspace),
    )
    .map(({ name, owner }) => ({ name, isOwn: owner !== '' }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  return { items, mayTakeUnowned: mayTake }
}

/**
 * Throws NOT_FOUND at the name, PRECONDITION `namespace_not_allowed` for one that names another workspace or is going away, and
 * `namespace_needs_platform` for one that belongs to nobody, unless the person rules the platform's workspaces.
 */
export async function findAdoptable(actor: Actor, scope: WorkspaceScope, { cluster, name }: Input): Promise<Found> {
  const clusterId = await workspaceClusterId(scope, cluster)
  const live = await findNamespace(await kubeForCluster(clusterId), name)
  if (live === null) throw new AppError('NOT_FOUND', { fields: { name: { code: 'not_found' } } })
  const owner = ownerOfNamespace(live)
  const refuse = (reason: 'namespace_not_allowed' | 'namespace_needs_platform' | 'namespace_terminating') =>
    new AppError('PRECONDITION', { reason, fields: { name: { code: 'not_a_choice' } }, params: { namespace: name } })
  if (owner !== '' && owner !== scope.workspace) throw refuse('namespace_not_allowed')
  if (owner === '' && !mayTakeUnowned(actor)) throw refuse('namespace_needs_platform')
  if (live.metadata['deletionTimestamp'] !== undefined) throw refuse('namespace_terminating')
  return { clusterId, resourceVersion: live.metadata.resourceVersion ?? '', wasUnowned: owner === '' }
}

/** Records the namespace as a project with the person as its admin. Throws CONFLICT `name_taken` when a project has it. */
export async function adoptNamespaceIn(
  work: Work,
  { workspaceId, workspace }: WorkspaceScope,
  { cluster, name, alias, description }: Input,
  { clusterId, resourceVersion, wasUnowned }: Found,
): Promise<ProjectScope & { resourceVersion: string }> {
  const scope = { kind: 'workspace', workspaceId, workspace } as const
  const how = { adopted: wasUnowned ? 'unowned' : 'own' }
  const { id } = await claimProject(work, scope, { clusterId, name, alias, description, role: 'admin', details: how })
  return {
    ...{ kind: 'project', workspaceId, workspace, clusterId, cluster, projectId: id, namespace: name },
    resourceVersion,
  }
}

/** Writes the labels on exactly the namespace that was looked at; otherwise nothing is kept. */
export async function labelAdopted(
  asked: { requestId: string; actor: Actor },
  { resourceVersion, ...project }: ProjectScope & { resourceVersion: string },
): Promise<{ cluster: string; name: string }> {
  const { clusterId, cluster, workspace, namespace } = project
  try {
    await labelNamespace(await kubeForCluster(clusterId), { workspace, project: namespace }, resourceVersion)
    return { cluster, name: namespace }
  } catch (error) {
    await forget(asked, project)
    throw error
  }
}
