/** Which group gives which role where. What a mapping gives, a person has from their next log-in on. */
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { AppError } from '#lib/core/errors.ts'
import { findProvider } from './provider.ts'
import type { addMappingSchema } from './schema.ts'
import type { MappingTarget } from './types.ts'

const MOST_MAPPINGS = 500

const missing = (field: string): AppError =>
  new AppError('NOT_FOUND', { fields: { [`target.${field}`]: { code: 'not_found' } } })

/** The target as it is stored. Throws NOT_FOUND at the workspace or the DevOps project. */
async function placeOf({ tx }: Work, target: MappingTarget) {
  if (target.kind === 'platform') return { platformRole: target.role }
  const workspace = await tx.workspace.findUnique({ where: { name: target.workspace }, select: { id: true } })
  if (!workspace) throw missing('workspace')
  if (target.kind === 'workspace') return { workspaceId: workspace.id, workspaceRole: target.role }
  const project = await tx.devopsProject.findUnique({
    where: { workspaceId_name: { workspaceId: workspace.id, name: target.devopsProject } },
    select: { id: true },
  })
  if (!project) throw missing('devopsProject')
  return { devopsProjectId: project.id, devopsRole: target.role }
}

/** Throws VALIDATION at the group for a mapping that is there already, and for too many. */
export async function addMappingIn(
  work: Work,
  { provider: name, group, target }: z.output<typeof addMappingSchema>,
): Promise<null> {
  const { id: providerId } = await findProvider(name, work.tx)
  await work.tx.$queryRaw`SELECT 1 AS one FROM "IdentityProvider" WHERE "id" = ${providerId}::uuid FOR NO KEY UPDATE`
  const place = await placeOf(work, target)
  const [same, all] = await Promise.all([
    work.tx.groupMapping.count({ where: { providerId, group, ...place } }),
    work.tx.groupMapping.count({ where: { providerId } }),
  ])
  if (same > 0) throw new AppError('VALIDATION', { fields: { group: { code: 'already_there' } } })
  if (all >= MOST_MAPPINGS)
    throw new AppError('VALIDATION', { fields: { group: { code: 'number_max', params: { limit: MOST_MAPPINGS } } } })
  await work.tx.groupMapping.create({ data: { providerId, group, ...place }, select: { id: true } })
  await recordAudit(
    work,
    { kind: 'platform' },
    {
      action: 'identity-provider.map-group',
      target: { type: 'identity-provider', id: providerId, name },
      details: { group, ...target },
    },
  )
  return null
}

/** Throws NOT_FOUND. */
export async function removeMappingIn(
  work: Work,
  { provider: name, id }: { provider: string; id: string },
): Promise<null> {
  const { id: providerId } = await findProvider(name, work.tx)
  const mapping = await work.tx.groupMapping.findFirst({
    where: { id, providerId },
    select: { group: true, platformRole: true, workspaceRole: true, devopsRole: true },
  })
  if (!mapping) throw new AppError('NOT_FOUND')
  await work.tx.groupMapping.delete({ where: { id } })
  const { group, platformRole, workspaceRole, devopsRole } = mapping
  await recordAudit(
    work,
    { kind: 'platform' },
    {
      action: 'identity-provider.unmap-group',
      target: { type: 'identity-provider', id: providerId, name },
      details: { group, role: platformRole ?? workspaceRole ?? devopsRole },
    },
  )
  return null
}
