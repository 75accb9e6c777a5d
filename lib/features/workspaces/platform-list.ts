/** Workspaces as those see them who manage workspaces: all of them, whoever is a member. */
import type { z } from 'zod'
import { db } from '#lib/db/client.ts'
import type { listAllWorkspacesSchema, workspaceChoicesSchema } from './schema.ts'
import { MOST_NAMES, type WorkspaceChoices, type WorkspacePage } from './types.ts'

const few = { orderBy: { name: 'asc' as const }, take: MOST_NAMES }

const rowSelect = {
  id: true,
  name: true,
  alias: true,
  description: true,
  version: true,
  createdAt: true,
  members: {
    where: { role: 'admin' as const },
    orderBy: { user: { username: 'asc' as const } },
    take: MOST_NAMES,
    select: { user: { select: { username: true } } },
  },
  clusters: { orderBy: { cluster: { name: 'asc' as const } }, select: { cluster: { select: { name: true } } } },
  projects: { ...few, select: { name: true, cluster: { select: { name: true } } } },
  devopsProjects: { ...few, select: { name: true } },
  _count: { select: { members: true, projects: true, devopsProjects: true } },
}

/** A page, searched by name, alias and description. */
export async function findAllWorkspaces({
  page,
  pageSize,
  search,
  sort,
  direction,
}: z.output<typeof listAllWorkspacesSchema>): Promise<WorkspacePage> {
  const contains = { contains: search, mode: 'insensitive' as const }
  const where = search === '' ? {} : { OR: [{ name: contains }, { alias: contains }, { description: contains }] }
  const [total, rows] = await Promise.all([
    db.workspace.count({ where }),
    db.workspace.findMany({
      where,
      orderBy: [{ [sort]: direction }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
      select: rowSelect,
    }),
  ])
  const items = rows.map(({ members, clusters, projects, devopsProjects, _count, createdAt, ...row }) => ({
    ...row,
    managers: members.map(({ user }) => user.username),
    clusters: clusters.map(({ cluster }) => cluster.name),
    projects: projects.map(({ name, cluster }) => `${cluster.name}/${name}`),
    devopsProjects: devopsProjects.map(({ name }) => name),
    memberCount: _count.members,
    projectCount: _count.projects,
    devopsProjectCount: _count.devopsProjects,
    createdAt: createdAt.toISOString(),
  }))
  return { items, total, page, pageSize }
}

/** People who may become a workspace's administrator, the first whose name or address contains the text, and all clusters. */
export async function findWorkspaceChoices({
  search,
}: z.output<typeof workspaceChoicesSchema>): Promise<WorkspaceChoices> {
  const contains = { contains: search, mode: 'insensitive' as const }
  const [people, clusters] = await Promise.all([
    db.user.findMany({
      where: { disabledAt: null, ...(search && { OR: [{ username: contains }, { email: contains }] }) },
      orderBy: { username: 'asc' },
      take: MOST_NAMES + 1,
      select: { username: true, email: true },
    }),
    db.cluster.findMany({ orderBy: { name: 'asc' }, select: { name: true, alias: true } }),
  ])
  return { people: people.slice(0, MOST_NAMES), more: people.length > MOST_NAMES, clusters }
}
