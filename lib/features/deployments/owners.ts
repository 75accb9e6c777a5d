/** Which continuous deployment of the workspace made an object. */
import { z } from 'zod'
import { db } from '#lib/db/client.ts'
import { ownerOf } from '#lib/engine/door.ts'
import { deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'

export type Owner = { id: string; name: string; devopsProjectId: string; devopsProject: string; selfHeal: boolean }

/** The id of the deployment that made the object; null for one that carries no mark, or another object's. */
export function ownerIdOf(object: KubeObject): string | null {
  const result = z.uuid().safeParse(ownerOf(object))
  return result.success ? result.data : null
}

/** Deployments of the workspace by id; ids of other workspaces are not in it. */
export async function findOwners(workspaceId: string, ids: readonly string[]): Promise<Map<string, Owner>> {
  if (ids.length === 0) return new Map()
  const rows = await db.continuousDeployment.findMany({
    where: { id: { in: [...new Set(ids)] }, devopsProject: { workspaceId } },
    select: { id: true, name: true, spec: true, devopsProject: { select: { id: true, name: true } } },
  })
  return new Map(
    rows.map(({ id, name, spec, devopsProject }) => [
      id,
      {
        ...{ id, name, devopsProjectId: devopsProject.id, devopsProject: devopsProject.name },
        selfHeal: deploymentSpecSchema.parse(spec).syncPolicy.automated?.selfHeal ?? false,
      },
    ]),
  )
}
