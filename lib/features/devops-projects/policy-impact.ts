/** What a policy would stop: deployments that run today and would be refused from their next pass on. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { db } from '#lib/db/client.ts'
import {
  allowsClusterKind,
  allowsNamespace,
  allowsRepository,
  destinationRefusal,
  type DevopsPolicy,
  type RepositoryRef,
} from '#lib/engine/model/policy.ts'
import type { PolicyImpact, PolicyStop } from './types.ts'
import { placesOf } from './set-policy.ts'
import type { Places } from './policy-rules.ts'

type Made = { group: string; kind: string; namespace: string }
type Running = { name: string; cluster: string; namespace: string; repository: RepositoryRef; made: readonly Made[] }

const MOST_STOPS = 50

/** Why the policy would stop the deployment; null when it goes on. */
export function stopOf(policy: DevopsPolicy, running: Running, places: Places): PolicyStop | null {
  const { name, cluster, namespace, repository, made } = running
  if (!allowsRepository(policy, repository)) return { name, reason: 'repository_not_allowed', subject: repository.name }
  const projects = places.get(cluster) ?? new Set<string>()
  const refusal = destinationRefusal(policy, {
    ...{ cluster, namespace, isClusterOfWorkspace: places.has(cluster) },
    ...{ isProject: projects.has(namespace), createNamespace: false },
  })
  if (refusal !== null) return { name, reason: refusal, subject: `${cluster} / ${namespace}` }
  const kind = made.find((object) => object.namespace === '' && !allowsClusterKind(policy, object.group, object.kind))
  if (kind) return { name, reason: 'kind_not_allowed', subject: kind.kind }
  const elsewhere = made.find(
    (object) =>
      object.namespace !== '' &&
      object.namespace !== namespace &&
      !allowsNamespace(policy, { cluster, namespace: object.namespace, projects }),
  )
  return elsewhere ? { name, reason: 'namespace_not_allowed', subject: elsewhere.namespace } : null
}

/** Deployments that `after` would stop and `before` does not, by name. */
export async function policyImpact(
  { devopsProjectId, workspaceId }: DevopsScope,
  before: DevopsPolicy,
  after: DevopsPolicy,
): Promise<PolicyImpact> {
  const [places, rows] = await Promise.all([
    placesOf(db, workspaceId),
    db.continuousDeployment.findMany({
      where: { devopsProjectId },
      orderBy: { name: 'asc' },
      select: {
        name: true,
        namespace: true,
        cluster: { select: { name: true } },
        repository: { select: { name: true, url: true } },
        inventory: {
          distinct: ['group', 'kind', 'namespace'],
          select: { group: true, kind: true, namespace: true },
        },
      },
    }),
  ])
  const stops = rows.flatMap(({ cluster, inventory, ...row }) => {
    const running = { ...row, cluster: cluster.name, made: inventory }
    const stop = stopOf(after, running, places)
    return stop === null || stopOf(before, running, places) !== null ? [] : [stop]
  })
  return { stops: stops.slice(0, MOST_STOPS), total: stops.length }
}
