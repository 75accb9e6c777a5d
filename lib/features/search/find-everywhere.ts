/** Search by name over all that one person may see: which scopes those are is decided first, and every statement names their ids. */
import { can } from '#lib/authz/can.ts'
import type { Actor } from '#lib/authz/actor.ts'
import type { DevopsPermission } from '#lib/authz/permissions.ts'
import { visibleDevopsProjects, visibleProjects, visibleWorkspaces } from '#lib/authz/visible.ts'
import { initialsPattern } from '#lib/core/text-search.ts'
import { db } from '#lib/db/client.ts'
import { likePattern, sql, type Sql } from '#lib/db/sql.ts'
import type { SearchHit } from './types.ts'

/** Hits of one kind: more would not be read. */
const MOST = 6

/** Statement fragment: name or alias of `row` contains the text, or the alias its first consonants. */
function contains(row: Sql, search: string): Sql {
  const like = likePattern(search)
  const initials = initialsPattern(search)
  const byInitials = initials === null ? sql`FALSE` : sql`${row}."alias" ~* ${initials}`
  return sql`(${row}."name" ILIKE ${like} OR ${row}."alias" ILIKE ${like} OR ${byInitials})`
}

/** Names that begin with the text first. */
const order = (row: Sql, search: string): Sql =>
  sql`ORDER BY ${row}."name" ILIKE ${likePattern(search).slice(1)} DESC, ${row}."name" LIMIT ${MOST}`

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id)

const R = sql`r`

/** Deployments, repositories, projects, DevOps projects and workspaces that the actor may see, at most a few of each. */
export async function findEverywhere(actor: Actor, search: string): Promise<SearchHit[]> {
  const [devops, projects, workspaces] = await Promise.all([
    db.devopsProject.findMany({
      where: visibleDevopsProjects(actor),
      select: { id: true, name: true, workspaceId: true, workspace: { select: { name: true } } },
    }),
    db.project.findMany({ where: visibleProjects(actor), select: { id: true } }),
    db.workspace.findMany({ where: visibleWorkspaces(actor), select: { id: true } }),
  ])
  const where = contains(R, search)
  const within = (permission: DevopsPermission) =>
    idsOf(
      devops.filter(({ id, name, workspaceId, workspace }) =>
        can(actor, permission, {
          ...{ kind: 'devops', workspaceId, workspace: workspace.name, devopsProjectId: id, devopsProject: name },
        }),
      ),
    )
  const inDevops = (kind: 'deployment' | 'repository', table: Sql) =>
    db.$queryRaw<SearchHit[]>(sql`
    SELECT ${kind} AS "kind", r."name", r."alias", w."name" AS "workspace", d."name" AS "devopsProject"
    FROM ${table} r JOIN "DevopsProject" d ON d."id" = r."devopsProjectId" JOIN "Workspace" w ON w."id" = d."workspaceId"
    WHERE r."devopsProjectId" = ANY(${within(`devops.${kind === 'deployment' ? 'deployments' : 'repositories'}.view`)}::uuid[])
      AND ${where} ${order(R, search)}`)
  const found = await Promise.all([
    inDevops('deployment', sql`"ContinuousDeployment"`),
    inDevops('repository', sql`"CodeRepository"`),
    db.$queryRaw<SearchHit[]>(sql`
      SELECT 'project' AS "kind", r."name", r."alias", w."name" AS "workspace", c."name" AS "cluster"
      FROM "Project" r JOIN "Workspace" w ON w."id" = r."workspaceId" JOIN "Cluster" c ON c."id" = r."clusterId"
      WHERE r."id" = ANY(${idsOf(projects)}::uuid[]) AND ${where} ${order(R, search)}`),
    db.$queryRaw<SearchHit[]>(sql`
      SELECT 'devops' AS "kind", r."name", r."alias", w."name" AS "workspace"
      FROM "DevopsProject" r JOIN "Workspace" w ON w."id" = r."workspaceId"
      WHERE r."id" = ANY(${idsOf(devops)}::uuid[]) AND ${where} ${order(R, search)}`),
    db.$queryRaw<SearchHit[]>(sql`
      SELECT 'workspace' AS "kind", r."name", r."alias", r."name" AS "workspace" FROM "Workspace" r
      WHERE r."id" = ANY(${idsOf(workspaces)}::uuid[]) AND ${where} ${order(R, search)}`),
  ])
  return found.flat()
}
