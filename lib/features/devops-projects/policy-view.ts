import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { parsePolicy } from '#lib/engine/model/policy.ts'
import { findWorkspaceCluster, findWorkspaceClusters, kubeForCluster } from '#lib/features/clusters/public.ts'
import { mayWiden } from './set-policy.ts'
import { riskOf, type ClusterKind, type PolicyView } from './types.ts'

/** The policy with what it may name and what the person may change of it. */
export async function readPolicyView(actor: Actor, scope: DevopsScope): Promise<PolicyView> {
  const [row, clusters] = await Promise.all([
    db.devopsProject.findUniqueOrThrow({
      where: { id: scope.devopsProjectId },
      select: { policy: true, version: true },
    }),
    findWorkspaceClusters(db, scope.workspaceId),
  ])
  return {
    policy: parsePolicy(row.policy),
    version: row.version,
    places: clusters.map(({ name, alias, projects }) => ({ cluster: name, alias, projects })),
    mayWiden: mayWiden(actor),
  }
}

/** Cluster-scoped kinds that a cluster of the workspace lets anybody write, by name. Throws NOT_FOUND, what the cluster answers. */
export async function readClusterKinds({ workspaceId }: DevopsScope, cluster: string): Promise<ClusterKind[]> {
  const row = await findWorkspaceCluster(db, workspaceId, cluster)
  if (!row) throw new AppError('NOT_FOUND')
  const discovery = await (await kubeForCluster(row.id)).discover()
  return discovery
    .kinds()
    .filter(({ namespaced, verbs }) => !namespaced && verbs.includes('create') && verbs.includes('delete'))
    .map(({ group, kind }) => ({ group, kind, risk: riskOf({ group, kind }) }))
    .toSorted((a, b) => a.kind.localeCompare(b.kind) || a.group.localeCompare(b.group))
}
