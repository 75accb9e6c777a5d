/** What a workspace holds and what happened in it lately, as far as the person may see it. */
import { canSee } from '#lib/authz/can.ts'
import type { Actor, WorkspaceScope } from '#lib/authz/actor.ts'
import { visibleDevopsProjects, visibleProjects } from '#lib/authz/visible.ts'
import { db } from '#lib/db/client.ts'
import { findWorkspaceClusters, toClusterSummary } from '#lib/features/clusters/public.ts'
import type { Activity, WorkspaceOverview } from './types.ts'

const MOST_ACTIVITIES = 12

/** Lines of the workspace itself, and of what in it the person may see. */
async function recentActivity(actor: Actor, { workspaceId }: WorkspaceScope): Promise<Activity[]> {
  const own = { AND: [{ workspaceId }] }
  const [projects, devopsProjects] = await Promise.all([
    db.project.findMany({ where: { AND: [own, visibleProjects(actor)] }, select: { id: true } }),
    db.devopsProject.findMany({ where: { AND: [own, visibleDevopsProjects(actor)] }, select: { id: true } }),
  ])
  const among = (rows: { id: string }[]) => ({ in: rows.map(({ id }) => id) })
  const rows = await db.auditEvent.findMany({
    where: {
      workspaceId,
      action: { not: 'access.denied' },
      OR: [
        { projectId: null, devopsProjectId: null, targetType: { in: ['workspace', 'cluster', 'user'] } },
        { projectId: among(projects) },
        { devopsProjectId: among(devopsProjects) },
        { targetType: 'project', targetId: among(projects) },
        { targetType: 'devops-project', targetId: among(devopsProjects) },
      ],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST_ACTIVITIES,
    select: { id: true, at: true, actorName: true, action: true, targetName: true },
  })
  return rows.map(({ id, at, actorName, action, targetName }) => ({
    ...{ id, at: at.toISOString(), actor: actorName, action, target: targetName },
  }))
}

/** Counts of what the person may see, the clusters, and the newest lines of the audit log. */
export async function readOverview(actor: Actor, scope: WorkspaceScope): Promise<WorkspaceOverview> {
  const { workspaceId } = scope
  const devopsProject = { AND: [{ workspaceId }, visibleDevopsProjects(actor)] }
  const needs = { OR: [{ sync: 'OutOfSync' as const }, { health: { in: ['Degraded' as const, 'Missing' as const] } }] }
  const [members, projects, devopsProjects, deployments, attention, clusters, activity] = await Promise.all([
    db.workspaceMember.count({ where: { workspaceId } }),
    db.project.count({ where: { AND: [{ workspaceId }, visibleProjects(actor)] } }),
    db.devopsProject.count({ where: devopsProject }),
    db.continuousDeployment.count({ where: { devopsProject } }),
    db.continuousDeployment.count({ where: { devopsProject, status: needs } }),
    findWorkspaceClusters(db, workspaceId),
    recentActivity(actor, scope),
  ])
  const isVisible = (cluster: { id: string; name: string }, project: { id: string; name: string }) =>
    canSee(actor, {
      ...{ kind: 'project', workspaceId, workspace: scope.workspace, clusterId: cluster.id, cluster: cluster.name },
      ...{ projectId: project.id, namespace: project.name },
    })
  return {
    ...{ members, projects, devopsProjects, deployments, attention, activity },
    clusters: clusters.map(({ projects: on, ...cluster }) => ({
      cluster: toClusterSummary(cluster),
      projects: on.filter((project) => isVisible(cluster, project)).length,
    })),
  }
}
