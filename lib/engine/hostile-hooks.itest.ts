/**
 * Hostile hooks and definitions on a real API server: what matters there is the order of things. Each name begins with the row of the threat
 * list that it answers.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { requestReconcile } from './door.ts'
import {
  AUTOMATIC,
  type World,
  configMap,
  createWorld,
  endedRun,
  idOf,
  manifest,
  runsOf,
  statusWhen,
} from './testing/world.ts'

type Part = Record<string, unknown>

describe('hostile hooks and definitions', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    world.startEngine()
  })
  afterAll(() => world.end())

  const liveOf = (namespace: string, apiVersion: string, kind: string, name: string) =>
    world.kube.get(idOf(apiVersion, kind, namespace, name))

  describe('M13 hooks', () => {
    const hook = (kind: string, name: string, spec: Part, annotations: Part = {}) =>
      manifest(
        kind === 'Job' ? 'batch/v1' : 'v1',
        kind,
        name,
        { spec },
        {
          annotations: { 'argocd.argoproj.io/hook': 'PreSync', ...annotations },
        },
      )
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } }
    const once = { syncPolicy: { ...AUTOMATIC, retry: { limit: 0 } } }

    it('M13 run once for each run, and neither for a look nor for what self-heal puts back', async () => {
      const files = { 'a.yaml': configMap('a', 'one'), 'b.yaml': hook('Job', 'b', { template }) }
      const { id, namespace } = await world.deploy({ files })
      expect(await endedRun(id, 1)).toMatchObject({ phase: 'Succeeded' })
      const before = await statusWhen(id, ({ sync }) => sync === 'Synced')
      const made = await liveOf(namespace, 'batch/v1', 'Job', 'b')
      await withTransaction((tx) => requestReconcile(tx, id, 'refresh'))
      await statusWhen(id, (row) => Number(row.lastCheckedAt) > Number(before.lastCheckedAt))
      await world.kube.mergePatch(idOf('v1', 'ConfigMap', namespace, 'a'), { data: { value: 'hand' } })
      expect(await endedRun(id, 2)).toMatchObject({ phase: 'Succeeded', trigger: 'self_heal' })
      expect((await liveOf(namespace, 'batch/v1', 'Job', 'b'))?.metadata.uid).toBe(made?.metadata.uid)
    })

    it('M13 neither run nor replace an object of their name that is not theirs', async () => {
      const { id, namespace } = await world.deploy({
        files: { 'a.yaml': configMap('a', 'one'), 'b.yaml': hook('ConfigMap', 'settings', {}) },
        spec: once,
        prepare: (place) =>
          world.kube.apply(idOf('v1', 'ConfigMap', place, 'settings'), manifest('v1', 'ConfigMap', 'settings')),
      })
      expect(await endedRun(id, 1)).toMatchObject({ phase: 'Failed' })
      const [first] = await runsOf(id)
      expect(first?.results.map(({ name, state, reason }) => [name, state, reason])).toEqual([
        ['settings', 'failed', 'owned_by_other'],
        ['a', 'skipped', 'not_tried'],
      ])
      const settings = await liveOf(namespace, 'v1', 'ConfigMap', 'settings')
      expect(settings?.metadata.annotations).toBeUndefined()
      expect(await liveOf(namespace, 'v1', 'ConfigMap', 'a')).toBeNull()
    })

    it('M13 that never end do not hold up other deployments, and are ended in time', async () => {
      const files = { 'a.yaml': configMap('a', 'one'), 'b.yaml': hook('Job', 'b', { suspend: true, template }) }
      const spec = { syncPolicy: { ...once.syncPolicy, timeouts: { hookSeconds: 10 } } }
      const stuck = await Promise.all([1, 2, 3].map(() => world.deploy({ files, spec })))
      const where = { run: { deploymentId: { in: stuck.map(({ id }) => id) } }, hook: true }
      const waiting = { ...where, state: 'waiting_healthy' as const }
      await vi.waitFor(async () => expect(await db.syncRunResult.count({ where: waiting })).toBe(3), {
        timeout: 40_000,
      })
      const other = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
      await statusWhen(other.id, ({ sync }) => sync === 'Synced')
      await db.syncRunResult.updateMany({ where: waiting, data: { startedAt: new Date(0) } })
      for (const { id, namespace } of stuck) {
        expect(await endedRun(id, 1)).toMatchObject({ phase: 'Failed', reason: 'hook_timeout' })
        expect(await liveOf(namespace, 'v1', 'ConfigMap', 'a')).toBeNull()
      }
    }, 120_000)

    it('M13 (and M16) that hold data are not deleted to be made again', async () => {
      const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
      const claim = hook('PersistentVolumeClaim', 'data', spec, { 'argocd.argoproj.io/ignore-healthcheck': 'true' })
      const kept = manifest('v1', 'PersistentVolumeClaim', 'data', { spec })
      const { id, namespace, push } = await world.deploy({ files: { 'a.yaml': kept }, spec: once })
      await statusWhen(id, ({ sync }) => sync === 'Synced')
      const made = await liveOf(namespace, 'v1', 'PersistentVolumeClaim', 'data')
      await push({ 'a.yaml': configMap('a', 'one'), 'b.yaml': claim })
      await vi.waitFor(
        async () => {
          const where = { run: { deploymentId: id, number: 2 }, hook: true }
          expect((await db.syncRunResult.findFirst({ where }))?.state).toMatch(/waiting_healthy|done|failed/)
        },
        { timeout: 40_000 },
      )
      const now = await liveOf(namespace, 'v1', 'PersistentVolumeClaim', 'data')
      expect(now?.metadata.uid).toBe(made?.metadata.uid)
      expect(now?.metadata.deletionTimestamp).toBeUndefined()
    })
  })

  describe('M14 definitions and their objects', () => {
    const definition = (group: string) =>
      manifest('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `widgets.${group}`, {
        spec: {
          group,
          scope: 'Namespaced',
          names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
          versions: [
            {
              ...{ name: 'v1', served: true, storage: true },
              schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            },
          ],
        },
      })
    const groupOf = (row: string) => `${row}-${Date.now()}.example.org`
    const policy = { clusterKinds: [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }] }
    const definitionId = (group: string) =>
      idOf('apiextensions.k8s.io/v1', 'CustomResourceDefinition', '', `widgets.${group}`)

    it('M14 in one commit are applied in order, also when the object stands first', async () => {
      const group = groupOf('m14')
      const { id, namespace } = await world.deploy({
        files: { 'a.yaml': manifest(`${group}/v1`, 'Widget', 'w'), 'b.yaml': definition(group) },
        policy,
      })
      await statusWhen(id, ({ sync, health }) => sync === 'Synced' && health === 'Healthy')
      expect(await liveOf(namespace, `${group}/v1`, 'Widget', 'w')).not.toBeNull()
      await world.kube.delete(definitionId(group), { propagation: 'background' })
    })

    it('M14 an unknown kind is named, leaves the rest as it is, and is tried again once it is defined', async () => {
      const group = groupOf('m14-late')
      const { id, namespace, push } = await world.deploy({
        files: { 'a.yaml': configMap('a', 'one'), 'b.yaml': configMap('b', 'one') },
        spec: { syncPolicy: { ...AUTOMATIC, retry: { limit: -1, backoffSeconds: 1, maxSeconds: 2 } } },
      })
      await statusWhen(id, ({ sync }) => sync === 'Synced')
      const commit = await push({ 'a.yaml': configMap('a', 'two'), 'w.yaml': manifest(`${group}/v1`, 'Widget', 'w') })
      const status = await statusWhen(
        id,
        ({ resolvedCommit, sync }) => resolvedCommit === commit && sync === 'OutOfSync',
      )
      expect(status).toMatchObject({
        syncReason: 'kind_unknown',
        syncParams: { kind: 'Widget', apiVersion: `${group}/v1` },
      })
      expect(await liveOf(namespace, 'v1', 'ConfigMap', 'a')).toMatchObject({ data: { value: 'one' } })
      expect(await liveOf(namespace, 'v1', 'ConfigMap', 'b')).not.toBeNull()
      await world.kube.apply(definitionId(group), definition(group))
      // What the cluster serves is asked for again after half a minute.
      await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === commit, 90_000)
      expect(await liveOf(namespace, `${group}/v1`, 'Widget', 'w')).not.toBeNull()
      expect(await liveOf(namespace, 'v1', 'ConfigMap', 'b')).toBeNull()
      await world.kube.delete(definitionId(group), { propagation: 'background' })
    }, 180_000)
  })
})
