import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { toApplication } from '#lib/engine/application/application.ts'
import { writeYaml } from '#lib/engine/application/yaml-text.ts'
import { deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import type { DeploymentYaml } from './types.ts'

/** The deployment as an Argo CD Application. Throws NOT_FOUND. */
export async function readDeploymentYaml(scope: DevopsScope, name: string): Promise<DeploymentYaml> {
  const row = await db.continuousDeployment.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name } },
    select: {
      namespace: true,
      spec: true,
      version: true,
      repository: { select: { url: true } },
      cluster: { select: { name: true } },
    },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const application = toApplication({
    name,
    project: scope.devopsProject,
    repositoryUrl: row.repository.url,
    cluster: row.cluster.name,
    namespace: row.namespace,
    spec: deploymentSpecSchema.parse(row.spec),
  })
  return { yaml: writeYaml(application), version: row.version }
}
