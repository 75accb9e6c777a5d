/** The stream of a DevOps project (`?w=&d=`) and of a project (`?w=&c=&p=`). */
import 'server-only'
import { z } from 'zod'
import { chooseRoute, defineRoute } from '#lib/actions/define-route.ts'
import type { Actor, Scope } from '#lib/authz/actor.ts'
import type { Permission } from '#lib/authz/permissions.ts'
import { sessionToken } from '#lib/auth/session.ts'
import { nameSchema } from '#lib/core/names.ts'
import { db } from '#lib/db/client.ts'
import { topicFor, type Interest } from './change.ts'
import { takePlace } from './connections.ts'
import { holdsRight } from './holds-right.ts'
import { subscribe } from './hub.ts'
import { eventStream } from './stream.ts'

const devopsInput = z
  .strictObject({ w: nameSchema, d: nameSchema })
  .transform(({ w, d }) => ({ workspace: w, devopsProject: d }))
const projectInput = z
  .strictObject({ w: nameSchema, c: nameSchema, p: nameSchema })
  .transform(({ w, c, p }) => ({ workspace: w, cluster: c, project: p }))

const clustersOf = async (workspaceId: string): Promise<Set<string>> => {
  const rows = await db.workspaceCluster.findMany({ where: { workspaceId }, select: { clusterId: true } })
  return new Set(rows.map(({ clusterId }) => clusterId))
}

const devopsProjectsOf = async (workspaceId: string): Promise<Set<string>> => {
  const rows = await db.devopsProject.findMany({ where: { workspaceId }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

type Opening = {
  actor: Actor
  scope: Scope
  permission: Permission
  /** Read when the stream begins and again with every look at its right: rows come and go meanwhile. */
  interest: () => Promise<Interest>
}

async function openStream({ actor, scope, permission, interest }: Opening, signal: AbortSignal): Promise<Response> {
  const token = (await sessionToken()) ?? ''
  let current = await interest()
  const leave = takePlace(actor.id)
  return eventStream(
    {
      subscribe: (onTopic) =>
        subscribe((change) => {
          const topic = change && topicFor(change, current)
          if (topic || change === null) onTopic(topic)
        }),
      stillAllowed: async () => {
        if (!(await holdsRight(token, permission, scope))) return false
        current = await interest()
        return true
      },
      onEnd: leave,
    },
    signal,
  )
}

const devopsEvents = defineRoute({
  name: 'live.devops',
  scope: 'devops',
  permission: 'devops.view',
  input: devopsInput,
  respond: ({ actor, scope }, _, request) => {
    const interest = async (): Promise<Interest> => ({
      devopsProjects: new Set([scope.devopsProjectId]),
      clusters: await clustersOf(scope.workspaceId),
      deploymentTopic: 'deployments',
    })
    return openStream({ actor, scope, permission: 'devops.view', interest }, request.signal)
  },
})

const projectEvents = defineRoute({
  name: 'live.project',
  scope: 'project',
  permission: 'project.view',
  input: projectInput,
  respond: ({ actor, scope }, _, request) => {
    const interest = async (): Promise<Interest> => ({
      devopsProjects: await devopsProjectsOf(scope.workspaceId),
      clusters: new Set([scope.clusterId]),
      deploymentTopic: 'services',
    })
    return openStream({ actor, scope, permission: 'project.view', interest }, request.signal)
  },
})

export const eventsRoute = chooseRoute({ devops: devopsEvents, project: projectEvents }, (search) =>
  search.has('d') ? 'devops' : 'project',
)
