/**
 * What must be true of a deployment whatever happened to the engine: nothing lost, nothing twice, no phantom success, no orphan. Some of it
 * at any moment at which no engine runs, the rest once everything has settled.
 */
import { db } from '#lib/db/client.ts'
import type { ApiKind, KubeApi } from '#lib/kube/types.ts'
import { RUN_ANNOTATION } from '../model/labels.ts'
import { type KubeObject, resourceIdOf, resourceKey } from '../model/resource.ts'
import { DEPLOYMENT_LABEL } from '../ownership/mark.ts'
import { type TestDeployment, runsOf } from './world.ts'

/** A deployment of ConfigMaps and hooks, and what people asked of it. */
export type Tracked = TestDeployment & {
  /** Values of its ConfigMaps by name, for every commit. */
  commits: Map<string, Readonly<Record<string, string>>>
  head: string
  /** Numbers of the runs that were asked for and accepted. */
  asked: Set<number>
  isDeleted: boolean
}

const KINDS: readonly ApiKind[] = [
  { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true, verbs: ['list', 'watch'] },
  { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs', namespaced: true, verbs: ['list', 'watch'] },
]

/** Every object that any run of any deployment made as a hook: run, phase and place → the identities it had. */
export type HookLog = { uids: Map<string, Set<string>>; listening: Promise<void>; end: () => void }

/** Watches the hooks of all deployments from now on. */
export function watchHooks(kube: KubeApi): HookLog {
  const stop = new AbortController()
  const uids = new Map<string, Set<string>>()
  const listening = KINDS.map((kind) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    kube.watch(
      kind,
      { labelSelector: DEPLOYMENT_LABEL },
      (event) => {
        if (event.type === 'SYNCED') resolve()
        if (event.type === 'ADDED' || event.type === 'MODIFIED') note(uids, event.object)
      },
      stop.signal,
    )
    return promise
  })
  return { uids, listening: Promise.all(listening).then(() => undefined), end: () => stop.abort() }
}

function note(uids: Map<string, Set<string>>, object: KubeObject): void {
  const mark = object.metadata.annotations?.[RUN_ANNOTATION]
  if (mark === undefined) return
  const key = `${mark} ${resourceKey(resourceIdOf(object))}`
  uids.set(key, new Set([...(uids.get(key) ?? []), object.metadata.uid ?? '']))
}

type Run = Awaited<ReturnType<typeof runsOf>>[number]
type Found = {
  tracked: Tracked
  exists: boolean
  /** Newest first. */
  runs: Run[]
  status: Awaited<ReturnType<typeof db.deploymentStatus.findUnique>>
  inventory: { key: string; hook: boolean; applied: boolean }[]
  live: KubeObject[]
}

async function look(kube: KubeApi, tracked: Tracked): Promise<Found> {
  const { id } = tracked
  const lists = await Promise.all(KINDS.map((kind) => listed(kube, kind, tracked)))
  return {
    tracked,
    exists: (await db.continuousDeployment.count({ where: { id } })) > 0,
    runs: await runsOf(id),
    status: await db.deploymentStatus.findUnique({ where: { deploymentId: id } }),
    inventory: await db.inventoryItem.findMany({
      where: { deploymentId: id },
      select: { key: true, hook: true, applied: true },
    }),
    live: lists.flat(),
  }
}

/** The deployment's objects of one kind; items of a list do not carry it. */
async function listed(kube: KubeApi, kind: ApiKind, { id, namespace }: Tracked): Promise<KubeObject[]> {
  const objects = await kube.list(kind, { namespace, labelSelector: `${DEPLOYMENT_LABEL}=${id}` })
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  return objects.map((object) => ({ ...object, kind: kind.kind, apiVersion }))
}

const keyOf = (object: KubeObject) => resourceKey(resourceIdOf(object))
const isHook = ({ metadata }: KubeObject) => metadata.annotations?.[RUN_ANNOTATION] !== undefined
const isActive = ({ phase }: Run) => phase === 'Pending' || phase === 'Running'
const FINAL: ReadonlySet<string> = new Set(['done', 'failed', 'skipped'])

/** What is wrong at a moment at which no engine runs, wherever the last one ended. Empty: nothing. */
export async function brokenPromises(kube: KubeApi, tracked: Tracked, hooks: HookLog): Promise<string[]> {
  const found = await look(kube, tracked)
  if (!found.exists) return found.live.map((object) => `orphan of a deleted deployment: ${keyOf(object)}`)
  return [...twice(found, hooks), ...unfinished(found), ...phantoms(found), ...orphans(found)]
}

function twice({ runs, tracked }: Found, hooks: HookLog): string[] {
  const numbers = runs.map(({ number }) => number).toReversed()
  const gap = numbers.some((number, index) => number !== index + 1)
  const own = new Set(runs.map(({ id }) => id))
  const repeated = [...hooks.uids].filter(([key, uids]) => own.has(key.split('/')[0] ?? '') && uids.size > 1)
  return [
    ...(gap ? [`runs of ${tracked.id} are numbered ${numbers.join(', ')}`] : []),
    ...repeated.map(([key, uids]) => `hook made ${uids.size} times: ${key}`),
  ]
}

function unfinished({ runs }: Found): string[] {
  const stale = runs.slice(1).filter(isActive)
  const open = runs.filter((run) => !isActive(run) && run.results.some(({ state }) => !FINAL.has(state)))
  return [
    ...stale.map(({ number }) => `run ${number} is open behind a newer one`),
    ...open.map(({ number }) => `run ${number} has ended with open results`),
  ]
}

/** A success, or Synced, that the cluster does not bear out. Nothing is claimed while a run is under way. */
function phantoms({ runs, status, live, tracked }: Found): string[] {
  const [newest] = runs
  if (newest && isActive(newest)) return []
  const claims = [
    ...(newest?.phase === 'Succeeded' ? [{ what: `run ${newest.number} succeeded`, commit: newest.commit }] : []),
    ...(status?.sync === 'Synced' ? [{ what: 'the status is Synced', commit: status.syncedCommit }] : []),
  ]
  const failed = runs.filter(({ phase, results }) => phase === 'Succeeded' && results.some(isFailed))
  return [
    ...failed.map(({ number }) => `run ${number} succeeded with failed results`),
    ...claims.flatMap(({ what, commit }) => {
      const wrong = differenceTo(tracked.commits.get(commit), live)
      return wrong ? [`phantom: ${what} at ${commit}, but ${wrong}`] : []
    }),
  ]
}

const isFailed = ({ state }: { state: string }) => state === 'failed'

/** How the managed ConfigMaps differ from what a commit says; null: not at all. */
function differenceTo(
  values: Readonly<Record<string, string>> | undefined,
  live: readonly KubeObject[],
): string | null {
  const found = Object.fromEntries(
    live
      .filter((object) => object.kind === 'ConfigMap' && !isHook(object))
      .map(({ metadata, ...rest }) => [metadata.name, (rest['data'] as { value?: string } | undefined)?.value]),
  )
  const sorted = (object: object) => JSON.stringify(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return sorted(values ?? {}) === sorted(found) ? null : `${sorted(found)} is not ${sorted(values ?? {})}`
}

function orphans({ live, inventory }: Found): string[] {
  const known = new Set(inventory.map(({ key }) => key))
  return live.filter((object) => !known.has(keyOf(object))).map((object) => `orphan: ${keyOf(object)}`)
}

/** What is still open or wrong of a deployment that should have settled. Empty: it has settled as it should. */
export async function unsettled(kube: KubeApi, tracked: Tracked): Promise<string[]> {
  const found = await look(kube, tracked)
  const { exists, runs, status, inventory, live } = found
  if (tracked.isDeleted) return deletionLeft(found)
  if (!exists || status === null) return ['the deployment is gone']
  const keys = new Set(live.map(keyOf))
  const stale = inventory.filter(({ key }) => !keys.has(key))
  const lost = [...tracked.asked].filter((number) => runs.find((run) => run.number === number)?.phase !== 'Succeeded')
  const wrong = differenceTo(tracked.commits.get(tracked.head), live)
  return [
    ...(status.sync === 'Synced' && status.syncedCommit === tracked.head
      ? []
      : [`${status.sync} ${status.syncReason}`]),
    ...runs.filter(isActive).map(({ number }) => `run ${number} is open`),
    ...lost.map((number) => `run ${number} was asked for and has not succeeded`),
    ...stale.map(({ key }) => `recorded but not there: ${key}`),
    ...(wrong ? [wrong] : []),
  ]
}

async function deletionLeft({ exists, live, tracked }: Found): Promise<string[]> {
  const told = await db.auditEvent.count({ where: { action: 'deployment.deleted', targetId: tracked.id } })
  return [
    ...(exists ? ['not deleted yet'] : []),
    ...live.map((object) => `left after the deletion: ${keyOf(object)}`),
    ...(told === 1 ? [] : [`${told} audit records of the deletion`]),
  ]
}
