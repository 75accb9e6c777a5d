/** What is asked of others before a deployment is created or changed. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import type { DeploymentSpec } from '#lib/engine/model/spec.ts'
import { checkSource } from '#lib/features/repositories/public.ts'
import { checkNewNamespace } from './check-namespace.ts'
import { checkExpressions } from './ignore-expressions.ts'

type Wanted = { repository: string; cluster: string; namespace: string; spec: DeploymentSpec }

/** Cluster and Git at once: neither makes the person wait for the other. Throws with the field that is wrong. */
export async function checkWanted(scope: DevopsScope, wanted: Wanted): Promise<void> {
  await checkExpressions(scope, wanted.spec)
  await Promise.all([checkNewNamespace(scope, wanted), checkSource(scope, wanted.repository, wanted.spec.source)])
}
