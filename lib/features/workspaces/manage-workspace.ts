/** Workspaces from the platform's side: opened with an administrator and clusters, changed, ended when nothing is in them. */
import type { z } from 'zod'
import type { AuditAction } from '#lib/core/audited.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { WorkspaceScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { setWorkspaceMember } from '#lib/features/members/public.ts'
import { createWorkspace } from './create-workspace.ts'
import type { deleteWorkspaceSchema, editWorkspaceSchema, openWorkspaceSchema } from './schema.ts'
import { MOST_NAMES } from './types.ts'

type Cluster = { id: string; name: string }

/** Throws NOT_FOUND at the field when one of them is unknown. */
async function clustersNamed({ tx }: Work, names: readonly string[]): Promise<Cluster[]> {
  const wanted = [...new Set(names)]
  const rows = await tx.cluster.findMany({ where: { name: { in: wanted } }, select: { id: true, name: true } })
  if (rows.length !== wanted.length) throw new AppError('NOT_FOUND', { fields: { clusters: { code: 'not_found' } } })
  return rows
}

const auditClusters = async (work: Work, scope: WorkspaceScope, action: AuditAction, clusters: readonly Cluster[]) => {
  for (const { id, name } of clusters) await recordAudit(work, scope, { action, target: { type: 'cluster', id, name } })
}

async function allow(work: Work, scope: WorkspaceScope, clusters: readonly Cluster[]): Promise<void> {
  const { workspaceId } = scope
  await work.tx.workspaceCluster.createMany({
    data: clusters.map(({ id }) => ({ workspaceId, clusterId: id })),
    skipDuplicates: true,
  })
  await auditClusters(work, scope, 'workspace.allow-cluster', clusters)
}

/**
 * Takes clusters away. Looks for what is on them only afterwards: whoever makes something there holds the row that goes, so that it is
 * either seen here or refused there. Throws PRECONDITION `cluster_used_by_workspace`.
 */
async function disallow(work: Work, scope: WorkspaceScope, clusters: readonly Cluster[]): Promise<void> {
  const { workspaceId, workspace: name } = scope
  const clusterId = { in: clusters.map(({ id }) => id) }
  await work.tx.workspaceCluster.deleteMany({ where: { workspaceId, clusterId } })
  const [projects, deployments] = [
    await work.tx.project.count({ where: { workspaceId, clusterId } }),
    await work.tx.continuousDeployment.count({ where: { clusterId, devopsProject: { workspaceId } } }),
  ]
  if (projects + deployments > 0)
    throw new AppError('PRECONDITION', { reason: 'cluster_used_by_workspace', params: { name } })
  await auditClusters(work, scope, 'workspace.disallow-cluster', clusters)
}

/** Only people who can sign in may be given a workspace. Throws NOT_FOUND at the field. */
async function requireActive({ tx }: Work, username: string): Promise<void> {
  const count = await tx.user.count({ where: { username, disabledAt: null } })
  if (count === 0) throw new AppError('NOT_FOUND', { fields: { manager: { code: 'not_found' } } })
}

/** Creates a workspace with its first administrator and its clusters. Throws as `createWorkspace`, and NOT_FOUND at a field. */
export async function openWorkspaceIn(
  work: Work,
  { manager, clusters, ...workspace }: z.output<typeof openWorkspaceSchema>,
): Promise<{ name: string }> {
  await requireActive(work, manager)
  const rows = await clustersNamed(work, clusters)
  const scope = await createWorkspace(work, workspace)
  await setWorkspaceMember(work, scope, { username: manager, role: 'admin' })
  await allow(work, scope, rows)
  return { name: workspace.name }
}

/** Changes alias, description and clusters. Throws NOT_FOUND, CONFLICT `version_changed`, PRECONDITION `cluster_used_by_workspace`. */
export async function editWorkspaceIn(
  work: Work,
  { name, version, alias, description, clusters }: z.output<typeof editWorkspaceSchema>,
): Promise<null> {
  const row = await work.tx.workspace.findUnique({ where: { name }, select: { id: true } })
  if (!row) throw new AppError('NOT_FOUND')
  const scope: WorkspaceScope = { kind: 'workspace', workspaceId: row.id, workspace: name }
  const { count } = await work.tx.workspace.updateMany({
    where: { id: row.id, version },
    data: { alias, description, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  const wanted = await clustersNamed(work, clusters)
  const links = await work.tx.workspaceCluster.findMany({
    where: { workspaceId: row.id },
    select: { cluster: { select: { id: true, name: true } } },
  })
  const held = links.map(({ cluster }) => cluster)
  const without = (rows: Cluster[], others: Cluster[]) => rows.filter(({ id }) => !others.some((it) => it.id === id))
  await allow(work, scope, without(wanted, held))
  await disallow(work, scope, without(held, wanted))
  await recordAudit(work, scope, {
    action: 'workspace.edit',
    target: { type: 'workspace', id: row.id, name },
    details: { alias, description },
  })
  return null
}

/** The workspace's row, locked: nothing can be put into it until the transaction ends. Throws NOT_FOUND. */
async function lockWorkspace({ tx }: Work, name: string): Promise<WorkspaceScope> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Workspace" WHERE "name" = ${name} FOR UPDATE`
  if (!row) throw new AppError('NOT_FOUND')
  return { kind: 'workspace', workspaceId: row.id, workspace: name }
}

/** Names of what is in the workspace, the first few of each kind, and how many there are. */
async function contentsOf({ tx }: Work, { workspaceId }: WorkspaceScope): Promise<{ names: string[]; count: number }> {
  const few = { where: { workspaceId }, orderBy: { name: 'asc' as const }, take: MOST_NAMES, select: { name: true } }
  const devopsProjects = await tx.devopsProject.findMany(few)
  const projects = await tx.project.findMany(few)
  const count =
    (await tx.devopsProject.count({ where: { workspaceId } })) + (await tx.project.count({ where: { workspaceId } }))
  return { names: [...devopsProjects, ...projects].map(({ name }) => name).slice(0, MOST_NAMES), count }
}

/**
 * Ends an empty workspace with its memberships. Throws VALIDATION when the typed name differs, NOT_FOUND, PRECONDITION
 * `workspace_not_empty` with the names of what is in it.
 */
export async function deleteWorkspaceIn(
  work: Work,
  { name, confirmation }: z.output<typeof deleteWorkspaceSchema>,
): Promise<null> {
  if (confirmation !== name)
    throw new AppError('VALIDATION', {
      reason: 'confirmation_mismatch',
      fields: { confirmation: { code: 'mismatch' } },
    })
  const scope = await lockWorkspace(work, name)
  const { names, count } = await contentsOf(work, scope)
  if (count > 0)
    throw new AppError('PRECONDITION', { reason: 'workspace_not_empty', params: { count, words: names.join(', ') } })
  await work.tx.workspace.delete({ where: { id: scope.workspaceId } })
  await recordAudit(work, scope, {
    action: 'workspace.delete',
    target: { type: 'workspace', id: scope.workspaceId, name },
  })
  return null
}
