/** What a project holds, what is wrong in it, and who manages it. */
import type { ProjectScope } from '#lib/authz/actor.ts'
import { toReason } from '#lib/core/reasons.ts'
import { db } from '#lib/db/client.ts'
import { healthOf } from '#lib/engine/door.ts'
import { HEALTH_STATUSES, type HealthStatus } from '#lib/engine/model/health.ts'
import { resourceIdOf, type KubeObject } from '#lib/engine/model/resource.ts'
import { CLAIM, CONFIG_MAP, EVENT, POD, SECRET, SERVICE, WORKLOADS } from './kinds.ts'
import { readKinds } from './list-objects.ts'
import { toEvents } from './to-detail.ts'
import type { KindCount, Problem, ProjectHealth } from './types.ts'

const SHOWN_PROBLEMS = 10
const SHOWN_WARNINGS = 8
const SHOWN_DEPLOYMENTS = 50

/** Kinds whose health is worth a count; the others are only counted. */
const JUDGED = [...WORKLOADS, POD, SERVICE, CLAIM]

/** Throws the API server's failures. */
export async function readProjectHealth(scope: ProjectScope): Promise<ProjectHealth> {
  const [judged, counted, events, deployments] = await Promise.all([
    Promise.all(JUDGED.map(async (kind) => ({ kind: kind.kind, objects: await readKinds(scope, [kind]) }))),
    Promise.all(
      [CONFIG_MAP, SECRET].map(async (kind) => ({ kind: kind.kind, objects: await readKinds(scope, [kind]) })),
    ),
    readKinds(scope, [EVENT]),
    findDeployments(scope),
  ])
  const problems = problemsOf(judged.flatMap(({ objects }) => objects))
  return {
    kinds: [
      ...judged.map(({ kind, objects }) => countOf(kind, objects)),
      ...counted.map(({ kind, objects }) => ({ kind, total: objects.length, health: {} })),
    ],
    problems: problems.slice(0, SHOWN_PROBLEMS),
    problemCount: problems.length,
    warnings: toEvents(events.filter((event) => event['type'] === 'Warning')).slice(0, SHOWN_WARNINGS),
    deployments,
  }
}

/** How many objects of the kind are in which state. */
export function countOf(kind: string, objects: readonly KubeObject[]): KindCount {
  const byHealth = Map.groupBy(objects, (object) => healthOf(object).status)
  return {
    ...{ kind, total: objects.length },
    health: Object.fromEntries([...byHealth].map(([status, own]) => [status, own.length])),
  }
}

const WRONG: readonly HealthStatus[] = ['Progressing', 'Missing', 'Degraded', 'Unknown']
const worst = ({ health }: Problem): number => HEALTH_STATUSES.indexOf(health)

/** What is not as it should be, the worst first; in the order of the kinds among equals. */
export function problemsOf(objects: readonly KubeObject[]): Problem[] {
  return objects
    .map((object) => {
      const { status, why } = healthOf(object)
      return { ...resourceIdOf(object), health: status, healthWhy: why }
    })
    .filter(({ health }) => WRONG.includes(health))
    .sort((one, other) => worst(other) - worst(one))
}

async function findDeployments({ workspaceId, clusterId, namespace }: ProjectScope) {
  const rows = await db.continuousDeployment.findMany({
    where: { clusterId, namespace, devopsProject: { workspaceId } },
    orderBy: { name: 'asc' },
    take: SHOWN_DEPLOYMENTS,
    select: {
      name: true,
      alias: true,
      devopsProject: { select: { name: true } },
      status: { select: { health: true, healthReason: true, sync: true } },
    },
  })
  return rows.map(({ name, alias, devopsProject, status }): ProjectHealth['deployments'][number] => ({
    ...{ name, alias, devopsProject: devopsProject.name },
    health: status?.health ?? 'Unknown',
    healthWhy: status?.healthReason ? { reason: toReason(status.healthReason), params: {}, detail: '' } : null,
    sync: status?.sync ?? 'Unknown',
  }))
}
