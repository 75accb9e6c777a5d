/** What happened to a deployment itself: what people did with it, and how its synchronisations ended. */
import { AppError } from '#lib/core/errors.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { db } from '#lib/db/client.ts'
import { toWhy } from './to-why.ts'
import { DEPLOYMENT_ACTS, type DeploymentAct, type Happening } from './types.ts'

/** Of each source; people look further back in the history. */
const MOST = 100

const toAct = (action: string): DeploymentAct | undefined =>
  DEPLOYMENT_ACTS.find((act) => action === `deployment.${act}`)

const findActs = async (scope: DevopsScope, id: string): Promise<Happening[]> => {
  const rows = await db.auditEvent.findMany({
    where: {
      workspaceId: scope.workspaceId,
      devopsProjectId: scope.devopsProjectId,
      targetType: 'deployment',
      targetId: id,
      // Looking is no happening, and what a sync comes to is told by its run.
      action: { in: DEPLOYMENT_ACTS.map((act) => `deployment.${act}`) },
    },
    orderBy: { at: 'desc' },
    take: MOST,
    select: { id: true, at: true, actorName: true, action: true },
  })
  return rows.flatMap(({ id: key, at, actorName, action }) => {
    const act = toAct(action)
    return act === undefined ? [] : [{ kind: 'act', key, at: at.toISOString(), actorName, act }]
  })
}

const findEnds = async (id: string): Promise<Happening[]> => {
  const rows = await db.syncRun.findMany({
    where: { deploymentId: id, finishedAt: { not: null }, NOT: { options: { path: ['dryRun'], equals: true } } },
    orderBy: { number: 'desc' },
    take: MOST,
    select: {
      ...{ number: true, phase: true, trigger: true, actorName: true, finishedAt: true, commit: true },
      ...{ reason: true, params: true, message: true },
    },
  })
  return rows.flatMap(({ number, phase, trigger, actorName, finishedAt, commit, reason, params, message }) =>
    finishedAt === null
      ? []
      : [
          {
            ...{ kind: 'run', key: `run-${number}`, at: finishedAt.toISOString(), actorName },
            ...{ number, phase, trigger, commit, why: toWhy(reason, params, message) },
          } as const,
        ],
  )
}

/** The newest first, at most a hundred. Throws NOT_FOUND when the scope has no such deployment. */
export async function findHappenings(scope: DevopsScope, name: string): Promise<Happening[]> {
  const row = await db.continuousDeployment.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name } },
    select: { id: true },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const both = await Promise.all([findActs(scope, row.id), findEnds(row.id)])
  return both
    .flat()
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .slice(0, MOST)
}
