/** A few deployments that are changed, synchronised by hand and deleted over and over, so that every step of the engine happens often. */
import { expect, vi } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { requestDeletion, requestReconcile, requestSync } from '../door.ts'
import { DEFAULT_SYNC_OPTIONS } from '../model/spec.ts'
import { type HookLog, type Tracked, brokenPromises, unsettled, watchHooks } from './invariants.ts'
import { AUTOMATIC, type World, configMap } from './world.ts'

const actor = { id: null, name: 'tester' }

export type Fleet = {
  /** Asks for another round of work: a new commit of each, a manual sync, a deployment that comes or goes. */
  stir(): Promise<void>
  /** What is wrong while no engine runs. */
  broken(): Promise<string[]>
  /** Waits until everything that was asked for is done; fails with what is still open. */
  settle(timeout?: number): Promise<void>
  /** Nothing is left to do. */
  isSettled(): Promise<boolean>
  end(): void
}

const hook = (name: string, value: string, phase: string, policy: string) =>
  configMap(
    name,
    value,
    `  annotations:\n    argocd.argoproj.io/hook: ${phase}\n    argocd.argoproj.io/hook-delete-policy: ${policy}\n`,
  )

const job = (name: string) => `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
  annotations:
    argocd.argoproj.io/hook: PreSync
    argocd.argoproj.io/hook-delete-policy: HookSucceeded
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: main, image: busybox }]
`

/**
 * Every commit updates one object, makes one, drops one, leaves one alone, and has three hooks. However many of them are never synchronised,
 * there is at most one to prune: more would be a matter for a person.
 */
function treeOf(round: number) {
  const values = { changed: `v${round}`, constant: 'same', [`only-${round % 2}`]: 'x' }
  const files = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${name}.yaml`, configMap(name, value)]),
  )
  const hooks = {
    'job.yaml': job('before'),
    'first.yaml': hook('first', `h${round}`, 'PreSync', 'HookSucceeded'),
    'last.yaml': hook('last', `h${round}`, 'PostSync', 'BeforeHookCreation'),
  }
  return { values, files: { ...files, ...hooks } }
}

export async function createFleet(world: World): Promise<Fleet> {
  const hooks: HookLog = watchHooks(world.kube)
  await hooks.listening
  const all: Tracked[] = []
  let round = 0

  const add = async (spec: Record<string, unknown>): Promise<Tracked> => {
    const { values, files } = treeOf(round)
    const deployment = await world.deploy({ files, spec })
    const { head } = deployment
    const tracked: Tracked = {
      ...deployment,
      commits: new Map([[head, values]]),
      head,
      asked: new Set(),
      isDeleted: false,
    }
    all.push(tracked)
    return tracked
  }

  const change = async (tracked: Tracked) => {
    const { values, files } = treeOf(round)
    tracked.head = await tracked.push(files)
    tracked.commits.set(tracked.head, values)
  }

  const automatic = await add({ syncPolicy: AUTOMATIC })
  const manual = await add({ syncPolicy: {} })
  let passing: Tracked | undefined

  const askForSync = async () => {
    const options = { ...DEFAULT_SYNC_OPTIONS, prune: true }
    const { number } = await withTransaction((tx) => requestSync(tx, { deploymentId: manual.id, actor, options }))
    manual.asked.add(number)
  }
  await askForSync()

  /** One request at a time is accepted: what the last crash left open is finished first. */
  const syncByHand = async () => {
    const isBusy = await db.syncRun.count({
      where: { deploymentId: manual.id, phase: { in: ['Pending', 'Running'] } },
    })
    if (isBusy > 0) return
    await change(manual)
    await askForSync()
  }

  const comeOrGo = async () => {
    if (passing === undefined) return void (passing = await add({ syncPolicy: AUTOMATIC }))
    const { id } = passing
    passing.isDeleted = true
    passing = undefined
    const deletion = { cascade: true, includeKeys: [], requestedBy: '' }
    await withTransaction((tx) => requestDeletion(tx, { deploymentId: id, actor, deletion }))
  }

  const open = async () => (await Promise.all(all.map((tracked) => unsettled(world.kube, tracked)))).flat()

  /** The first that is still open tells; what is found deleted stays so. */
  const isSettled = async (): Promise<boolean> => {
    for (const tracked of [...all].toReversed()) {
      if ((await unsettled(world.kube, tracked)).length > 0) return false
      if (tracked.isDeleted) all.splice(all.indexOf(tracked), 1)
    }
    return true
  }

  return {
    async stir() {
      round++
      await change(automatic)
      await withTransaction((tx) => requestReconcile(tx, automatic.id, 'refresh'))
      await (round % 2 === 0 ? syncByHand() : comeOrGo())
    },
    broken: async () => (await Promise.all(all.map((tracked) => brokenPromises(world.kube, tracked, hooks)))).flat(),
    settle: (timeout = 60_000) => vi.waitFor(async () => expect(await open()).toEqual([]), { timeout, interval: 100 }),
    isSettled,
    end: () => hooks.end(),
  }
}

/** The leases of engines that are known to be dead run out: what takes ten seconds elsewhere. */
export async function expireLeases(): Promise<void> {
  await db.reconcileLease.updateMany({ where: { owner: { not: '' } }, data: { expiresAt: new Date(0) } })
}
