import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { type FailpointName } from '../failpoint.ts'
import { DEPLOYMENT_LABEL } from '../ownership/mark.ts'
import { type TestEngine, type World, configMap, createWorld, runsOf, statusWhen } from '../testing/world.ts'

const hook = `  annotations: { argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/hook-delete-policy: HookSucceeded }\n`
const FILES = {
  'hook.yaml': configMap('hook', 'x', hook),
  ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`c${index}.yaml`, configMap(`c${index}`, 'one')])),
}

/** As the kernel says it: stopped by a signal. */
const isStopped = ({ pid }: TestEngine) => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))

describe('F19: an engine that sleeps for longer than its lease while another one takes over', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld({ environment: { IEUM_LOG_LEVEL: 'warn' } })
  })
  afterAll(() => world.end())

  /** Everything that somebody could have written. */
  async function written(deploymentId: string, namespace: string) {
    const kind = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true, verbs: [] }
    const objects = await world.kube.list(kind, { namespace, labelSelector: DEPLOYMENT_LABEL })
    const inventory = await db.inventoryItem.findMany({ where: { deploymentId }, orderBy: { key: 'asc' } })
    return {
      versions: objects.map(({ metadata }) => [metadata.name, metadata.resourceVersion]),
      runs: await runsOf(deploymentId),
      inventory,
    }
  }

  it.each<FailpointName>(['run_recorded', 'before_hook', 'before_apply', 'applied', 'before_result', 'before_status'])(
    'writes nothing any more when it wakes: "%s"',
    async (point) => {
      const { id, namespace } = await world.deploy({ files: FILES })
      const sleeper = world.startEngine({ IEUM_FAILPOINT: `${point}@1:stop` })
      await vi.waitFor(() => expect(isStopped(sleeper)).toBe(true), { timeout: 60_000, interval: 100 })
      const other = world.startEngine()
      await statusWhen(id, ({ sync }) => sync === 'Synced', 90_000)
      await other.end('SIGTERM')
      const before = await written(id, namespace)
      expect(before.runs).toMatchObject([{ number: 1, phase: 'Succeeded' }])

      const said = world.output().length
      sleeper.send('SIGCONT')
      await vi.waitFor(() => expect(world.output().slice(said)).toContain('the lease was lost during a pass'), {
        timeout: 60_000,
      })
      await sleeper.end('SIGTERM')
      expect(await written(id, namespace)).toEqual(before)
    },
    240_000,
  )
})
