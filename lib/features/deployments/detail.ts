/** Everything the detail page shows of one deployment of the scope. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { isProtectedKind } from '#lib/engine/model/protected.ts'
import { deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import { findDeploymentRow } from './list-rows.ts'
import { findLastRun } from './runs.ts'
import { toFlapping } from './to-hold.ts'
import { toRetry } from './to-retry.ts'
import { toCauses, toCondition, toDifferences, toWarnings, toWhy } from './to-why.ts'
import type { DeploymentDetail, HealthStatus, ManagedObject, SyncStatus } from './types.ts'

type InventoryRow = {
  key: string
  group: string
  version: string
  kind: string
  namespace: string
  name: string
  created: boolean
  sync: SyncStatus
  syncReason: string
  syncParams: unknown
  syncMessage: string
  health: HealthStatus | null
  healthReason: string
  healthParams: unknown
  healthMessage: string
  differences: unknown
}

function toManagedObject(row: InventoryRow): ManagedObject {
  const { key, group, version, kind, namespace, name, sync, health } = row
  return {
    ...{ key, group, version, kind, namespace, name, sync, health },
    syncWhy: toWhy(row.syncReason, row.syncParams, row.syncMessage),
    healthWhy: toWhy(row.healthReason, row.healthParams, row.healthMessage),
    differences: toDifferences(row.differences),
    isProtected: isProtectedKind(row),
    adopted: !row.created,
  }
}

const findRest = (scope: DevopsScope, name: string) =>
  db.continuousDeployment.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name } },
    select: {
      spec: true,
      createdBy: true,
      createdAt: true,
      repository: { select: { url: true } },
      status: {
        select: {
          healthSince: true,
          syncSince: true,
          healthCauses: true,
          resolvedCommit: true,
          commitSubject: true,
          commitAuthor: true,
          commitAt: true,
          sourceKind: true,
          condition: true,
          warnings: true,
          flapping: true,
        },
      },
      _count: { select: { inventory: { where: { hook: true } } } },
      inventory: {
        where: { hook: false },
        orderBy: [{ ordinal: 'asc' }, { key: 'asc' }],
        select: {
          key: true,
          group: true,
          version: true,
          kind: true,
          namespace: true,
          name: true,
          created: true,
          sync: true,
          syncReason: true,
          syncParams: true,
          syncMessage: true,
          health: true,
          healthReason: true,
          healthParams: true,
          healthMessage: true,
          differences: true,
        },
      },
    },
  })

type Rest = NonNullable<Awaited<ReturnType<typeof findRest>>>

const toSince = (status: Rest['status']) => ({
  healthSince: status?.healthSince.toISOString() ?? null,
  syncSince: status?.syncSince.toISOString() ?? null,
})

/** What the engine found out; where it has not looked yet, nothing. */
function toObserved(status: Rest['status'], revision: string) {
  return {
    git: {
      revision,
      commit: status?.resolvedCommit ?? '',
      subject: status?.commitSubject ?? '',
      author: status?.commitAuthor ?? '',
      at: status?.commitAt?.toISOString() ?? null,
    },
    ...toSince(status),
    healthCauses: toCauses(status?.healthCauses ?? []),
    sourceKind: status?.sourceKind ?? '',
    condition: toCondition(status?.condition ?? null),
    warnings: toWarnings(status?.warnings ?? []),
    flapping: toFlapping(status?.flapping ?? null),
  }
}

/** Throws NOT_FOUND when the scope has no such deployment. */
export async function findDeploymentDetail(scope: DevopsScope, name: string): Promise<DeploymentDetail> {
  const [row, rest, lastRun] = await Promise.all([
    findDeploymentRow(scope, name),
    findRest(scope, name),
    findLastRun(scope, name),
  ])
  if (!row || !rest) throw new AppError('NOT_FOUND')
  const spec = deploymentSpecSchema.parse(rest.spec)
  const observed = toObserved(rest.status, spec.source.revision)
  return {
    ...row,
    ...observed,
    retry: toRetry({ ...row, ...observed, spec, lastRun }),
    repositoryUrl: rest.repository.url,
    spec,
    hookCount: rest._count.inventory,
    createdBy: rest.createdBy,
    createdAt: rest.createdAt.toISOString(),
    objects: rest.inventory.map(toManagedObject),
    lastRun,
  }
}
