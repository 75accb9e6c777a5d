/** Whether a project that is to be made would take a namespace that somebody else made. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { WORKSPACE_LABEL } from '#lib/engine/model/labels.ts'
import { findWorkspaceCluster, kubeForCluster } from '#lib/features/clusters/public.ts'

type Wanted = { cluster: string; namespace: string; spec: { syncPolicy: { createNamespace: boolean } } }

/**
 * Asked before a deployment is accepted that makes its project. Throws PRECONDITION `namespace_not_allowed` at the namespace for one that
 * exists in the cluster and does not say that it belongs to the workspace. A cluster that cannot be asked now is no reason to refuse:
 * the engine asks again before it writes there.
 */
export async function checkNewNamespace(scope: DevopsScope, { cluster, namespace, spec }: Wanted): Promise<void> {
  if (!spec.syncPolicy.createNamespace) return
  const row = await findWorkspaceCluster(db, scope.workspaceId, cluster)
  if (!row) return
  // Whose a project is that exists already, the transaction decides.
  if ((await db.project.count({ where: { clusterId: row.id, name: namespace } })) > 0) return
  const owner = await ownerInCluster(row.id, namespace)
  if (owner === undefined || owner === scope.workspace) return
  throw new AppError('PRECONDITION', {
    reason: 'namespace_not_allowed',
    fields: { namespace: { code: 'not_a_choice' } },
    params: { namespace },
  })
}

/** The workspace that a namespace names; empty when it names none, undefined when it does not exist or nobody can say. */
async function ownerInCluster(clusterId: string, name: string): Promise<string | undefined> {
  try {
    const kube = await kubeForCluster(clusterId)
    const live = await kube.get({ group: '', version: 'v1', kind: 'Namespace', namespace: '', name })
    return live ? (live.metadata.labels?.[WORKSPACE_LABEL] ?? '') : undefined
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
