/** Clusters as the platform sees them: all of them, never their credential. */
import type { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import { db } from '#lib/db/client.ts'
import { likeText } from '#lib/db/sql.ts'
import { kubeForCluster } from './kube-for-cluster.ts'
import { clusterSelect, toClusterSummary } from './repository.ts'
import { readRights } from './rights.ts'
import type { listClustersSchema } from './schema.ts'
import type { ClusterRight, ClusterUse, PlatformCluster } from './types.ts'

const platformSelect = {
  ...clusterSelect,
  description: true,
  server: true,
  identity: true,
  nodeCount: true,
  stateMessage: true,
  stateChangedAt: true,
  checkedAt: true,
  createdAt: true,
  version: true,
  workspaces: {
    select: { workspace: { select: { name: true, alias: true } } },
    orderBy: { workspace: { name: 'asc' } },
  },
  _count: { select: { projects: true, deployments: true } },
} as const

type PlatformRow = NonNullable<Awaited<ReturnType<typeof findRow>>>
const findRow = (name: string) => db.cluster.findUnique({ where: { name }, select: platformSelect })

function toPlatformCluster(row: PlatformRow): PlatformCluster {
  const { description, server, identity, nodeCount, version, _count } = row
  return {
    ...toClusterSummary(row),
    ...{ description, server, identity, nodeCount, version },
    detail: row.stateMessage,
    stateChangedAt: row.stateChangedAt.toISOString(),
    checkedAt: row.checkedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    workspaces: row.workspaces.map(({ workspace }) => workspace),
    projectCount: _count.projects,
    deploymentCount: _count.deployments,
  }
}

/** A page, searched by name, alias and address. */
export async function findClusterPage(input: z.output<typeof listClustersSchema>): Promise<Page<PlatformCluster>> {
  const { page, pageSize, search, state, sort, direction } = input
  const contains = { contains: likeText(search), mode: 'insensitive' as const }
  const where = {
    ...(state && { state }),
    ...(search && { OR: [{ name: contains }, { alias: contains }, { server: contains }] }),
  }
  const [total, rows] = await Promise.all([
    db.cluster.count({ where }),
    db.cluster.findMany({
      where,
      orderBy: [{ [sort]: direction }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
      select: platformSelect,
    }),
  ])
  return { items: rows.map(toPlatformCluster), total, page, pageSize }
}

/** Throws NOT_FOUND. */
export async function findCluster(name: string): Promise<PlatformCluster> {
  const row = await findRow(name)
  if (!row) throw new AppError('NOT_FOUND')
  return toPlatformCluster(row)
}

async function idOf(name: string): Promise<string> {
  const row = await db.cluster.findUnique({ where: { name }, select: { id: true } })
  if (!row) throw new AppError('NOT_FOUND')
  return row.id
}

/** What the identity may do in the cluster, asked now. Throws NOT_FOUND, PRECONDITION `cluster_preparing`, or as `KubeApi` does. */
export async function findRights(name: string): Promise<ClusterRight[]> {
  return readRights(await kubeForCluster(await idOf(name)))
}

const MOST_USES = 200

/** Projects and deployments on the cluster, at most 200 of each. Throws NOT_FOUND. */
export async function findUses(name: string): Promise<ClusterUse> {
  const clusterId = await idOf(name)
  const [projects, deployments] = await Promise.all([
    db.project.findMany({
      where: { clusterId },
      orderBy: { name: 'asc' },
      take: MOST_USES,
      select: { name: true, workspace: { select: { name: true } } },
    }),
    db.continuousDeployment.findMany({
      where: { clusterId },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take: MOST_USES,
      select: {
        name: true,
        namespace: true,
        devopsProject: { select: { name: true, workspace: { select: { name: true } } } },
      },
    }),
  ])
  return {
    projects: projects.map((row) => ({ name: row.name, workspace: row.workspace.name })),
    deployments: deployments.map(({ name: deployment, namespace, devopsProject }) => ({
      ...{ name: deployment, namespace },
      devopsProject: devopsProject.name,
      workspace: devopsProject.workspace.name,
    })),
  }
}
