import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { toJson } from '#lib/core/json.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { requestReconcile, requestRollback, requestTermination } from './door.ts'
import { DEFAULT_SYNC_OPTIONS, deploymentSpecSchema } from './model/spec.ts'
import {
  AUTOMATIC,
  type World,
  askSync,
  configMap,
  createWorld,
  endedRun,
  idOf,
  runsOf,
  statusWhen,
  tester,
  webDeployment,
} from './testing/world.ts'

const argo = (annotations: Record<string, string>) =>
  `  annotations:\n${Object.entries(annotations)
    .map(([name, value]) => `    argocd.argoproj.io/${name}: "${value}"\n`)
    .join('')}`

const job = (name: string, annotations: Record<string, string>, { fails = false, ttl = '' } = {}): string =>
  `apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
${argo(annotations)}spec:
  backoffLimit: 0
${fails ? '  activeDeadlineSeconds: 1\n' : ''}${ttl}  template:
    metadata:
      annotations: { ${fails ? 'ieum.dev/simulate: crash-loop' : 'note: x'} }
    spec:
      restartPolicy: Never
      containers: [{ name: main, image: busybox }]
`

describe('phases, waves and hooks on a real API server', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    world.startEngine()
  })
  afterAll(() => world.end())

  const jobOf = (namespace: string, name: string) => world.kube.get(idOf('batch/v1', 'Job', namespace, name))

  it('applies a wave when the one before is healthy', async () => {
    const { id, namespace } = await world.deploy({
      files: {
        'a.yaml': configMap('late', 'x', argo({ 'sync-wave': '2' })),
        'b.yaml': webDeployment('web').replace('  name: web\n', `  name: web\n${argo({ 'sync-wave': '-1' })}`),
      },
    })
    await statusWhen(id, (status) => status.sync === 'Synced')
    const web = await world.kube.get(idOf('apps/v1', 'Deployment', namespace, 'web'))
    const late = await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'late'))
    const status = (web?.['status'] ?? {}) as { conditions?: { type: string; lastTransitionTime: string }[] }
    const available = status.conditions?.find(({ type }) => type === 'Available')
    expect(Date.parse(late?.metadata.creationTimestamp ?? '')).toBeGreaterThanOrEqual(
      Date.parse(available?.lastTransitionTime ?? ''),
    )
    const run = await endedRun(id, 1)
    expect(run).toMatchObject({
      phase: 'Succeeded',
      results: [
        { name: 'web', stage: 0, wave: -1, state: 'done' },
        { name: 'late', stage: 1, wave: 2, state: 'done' },
      ],
    })
  })

  it('runs hooks in their phases, once per run, and deletes them as their policies say', async () => {
    const { id, namespace, push } = await world.deploy({
      files: {
        'a.yaml': configMap('a', 'one'),
        'before.yaml': job('before', { hook: 'PreSync', 'hook-delete-policy': 'HookSucceeded' }),
        'after.yaml': job('after', { hook: 'PostSync' }),
        'alarm.yaml': job('alarm', { hook: 'SyncFail' }),
        'test.yaml': job('test', { hook: 'Skip' }),
      },
    })
    const run = await endedRun(id, 1)
    expect(run).toMatchObject({ phase: 'Succeeded' })
    expect(run.results.map(({ name, phase, hook, state }) => [name, phase, hook, state])).toEqual([
      ['before', 'PreSync', true, 'done'],
      ['a', 'Sync', false, 'done'],
      ['after', 'PostSync', true, 'done'],
      ['alarm', 'SyncFail', true, 'skipped'],
    ])
    expect(await statusWhen(id, ({ sync }) => sync === 'Synced')).toMatchObject({ objectCount: 1 })
    expect(await jobOf(namespace, 'before')).toBeNull()
    const after = await jobOf(namespace, 'after')
    expect(after?.metadata.finalizers ?? []).not.toContain('ieum.dev/hook')
    expect([await jobOf(namespace, 'alarm'), await jobOf(namespace, 'test')]).toEqual([null, null])

    await push({ 'a.yaml': configMap('a', 'two'), 'after.yaml': job('after', { hook: 'PostSync' }) })
    expect(await endedRun(id, 2)).toMatchObject({ phase: 'Succeeded' })
    expect((await jobOf(namespace, 'after'))?.metadata.uid).not.toBe(after?.metadata.uid)
  })

  it('sees how a hook ended that asks to be removed the moment it is done', async () => {
    const { id } = await world.deploy({
      files: {
        'a.yaml': configMap('a', 'one'),
        'b.yaml': job('b', { hook: 'PreSync' }, { ttl: '  ttlSecondsAfterFinished: 0\n' }),
      },
    })
    expect(await endedRun(id, 1)).toMatchObject({ phase: 'Succeeded' })
  })

  it('stops when a hook fails, applies nothing, and runs the hooks for failures', async () => {
    const { id, namespace } = await world.deploy({
      files: {
        'a.yaml': configMap('a', 'one'),
        'before.yaml': job('before', { hook: 'PreSync', 'hook-delete-policy': 'HookFailed' }, { fails: true }),
        'alarm.yaml': job('alarm', { hook: 'SyncFail' }),
      },
      spec: { syncPolicy: { ...AUTOMATIC, retry: { limit: 0 } } },
    })
    const run = await endedRun(id, 1)
    expect(run).toMatchObject({ phase: 'Failed', reason: 'hook_failed', params: { object: 'Job before' } })
    expect(run.results.map(({ name, state }) => [name, state])).toEqual([
      ['before', 'failed'],
      ['a', 'skipped'],
      ['alarm', 'done'],
    ])
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toBeNull()
    expect(await jobOf(namespace, 'before')).toBeNull()
  })

  it('ends a hook that takes longer than it may', async () => {
    const { id } = await world.deploy({
      files: {
        'a.yaml': configMap('a', 'one'),
        'b.yaml': job('b', { hook: 'PreSync' }).replace('backoffLimit: 0', 'suspend: true'),
      },
      spec: { syncPolicy: { ...AUTOMATIC, retry: { limit: 0 }, timeouts: { hookSeconds: 10 } } },
    })
    await vi.waitFor(
      async () => {
        const data = { startedAt: new Date(0) }
        const where = { run: { deploymentId: id }, hook: true, state: 'waiting_healthy' as const }
        expect(await db.syncRunResult.updateMany({ where, data })).toEqual({ count: 1 })
      },
      { timeout: 20_000 },
    )
    expect(await endedRun(id, 1)).toMatchObject({ phase: 'Failed', reason: 'hook_timeout' })
  })

  it('ends a run when somebody asks, its running hooks with it, and does not begin again by itself', async () => {
    const { id, namespace } = await world.deploy({
      files: {
        'a.yaml': configMap('a', 'one'),
        'b.yaml': job('b', { hook: 'PreSync' }).replace('backoffLimit: 0', 'suspend: true'),
      },
    })
    await vi.waitFor(async () => expect(await jobOf(namespace, 'b')).not.toBeNull(), { timeout: 20_000 })
    expect(await withTransaction((tx) => requestTermination(tx, { deploymentId: id, actor: tester }))).toEqual({
      number: 1,
    })
    expect(await endedRun(id, 1)).toMatchObject({
      phase: 'Terminated',
      reason: 'terminated',
      params: { actor: 'tester' },
    })
    await vi.waitFor(async () => expect(await jobOf(namespace, 'b')).toBeNull(), { timeout: 20_000 })
    await withTransaction((tx) => requestReconcile(tx, id, 'refresh'))
    await statusWhen(id, ({ sync }) => sync === 'OutOfSync')
    expect(await runsOf(id)).toHaveLength(1)
    await expect(
      withTransaction((tx) => requestTermination(tx, { deploymentId: id, actor: tester })),
    ).rejects.toMatchObject({
      reason: 'no_sync_running',
    })
  })

  it('synchronises only what was chosen, and leaves hooks out', async () => {
    const { id, namespace } = await world.deploy({
      files: {
        'a.yaml': configMap('a', 'one'),
        'b.yaml': configMap('b', 'one'),
        'c.yaml': job('c', { hook: 'PreSync' }),
      },
      spec: { syncPolicy: {} },
    })
    await statusWhen(id, ({ sync }) => sync === 'OutOfSync')
    await askSync(id, { resources: [`/ConfigMap/${namespace}/b`] })
    const run = await endedRun(id, 1)
    expect(run.results.map(({ name, state }) => [name, state])).toEqual([['b', 'done']])
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toBeNull()
    expect(await statusWhen(id, ({ outOfSyncCount }) => outOfSyncCount === 1)).toMatchObject({ sync: 'OutOfSync' })

    // The commit counts as not yet tried: automatic synchronisation does the rest.
    await withTransaction(async (tx) => {
      const spec = toJson(deploymentSpecSchema.parse({ source: {}, syncPolicy: AUTOMATIC }))
      await tx.continuousDeployment.update({ where: { id }, data: { spec } })
      await requestReconcile(tx, id, 'edited')
    })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
  })

  it('carries out exactly the plan that was shown, or nothing', async () => {
    const { id, namespace, push } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'one') },
      spec: { syncPolicy: {} },
    })
    await statusWhen(id, ({ sync }) => sync === 'OutOfSync')
    await askSync(id, { dryRun: true })
    const { planDigest } = await endedRun(id, 1)
    await push({ 'a.yaml': configMap('a', 'two') })
    await askSync(id, { expectedPlan: planDigest })
    expect(await endedRun(id, 2)).toMatchObject({ phase: 'Failed', reason: 'plan_changed' })
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toBeNull()
    await askSync(id, { dryRun: true })
    const shown = await endedRun(id, 3)
    await askSync(id, { expectedPlan: shown.planDigest })
    expect(await endedRun(id, 4)).toMatchObject({ phase: 'Succeeded' })
  })

  it('rolls back to an earlier commit and stays there until it is released', async () => {
    const { id, namespace, push } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    const first = await statusWhen(id, ({ sync }) => sync === 'Synced')
    const second = await push({ 'a.yaml': configMap('a', 'two') })
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === second)
    const options = DEFAULT_SYNC_OPTIONS
    const rollback = await withTransaction((tx) =>
      requestRollback(tx, { deploymentId: id, actor: tester, number: 1, options }),
    )
    expect(rollback).toEqual({ number: 3, commit: first.syncedCommit })
    expect(await endedRun(id, 3)).toMatchObject({ phase: 'Succeeded', trigger: 'rollback', commit: first.syncedCommit })
    const settings = idOf('v1', 'ConfigMap', namespace, 'a')
    expect(await world.kube.get(settings)).toMatchObject({ data: { value: 'one' } })

    const third = await push({ 'a.yaml': configMap('a', 'three') })
    await withTransaction((tx) => requestReconcile(tx, id, 'refresh'))
    const held = await statusWhen(
      id,
      ({ sync, resolvedCommit }) => sync === 'Synced' && resolvedCommit === first.syncedCommit,
    )
    expect(held.syncedCommit).toBe(first.syncedCommit)
    expect(await world.kube.get(settings)).toMatchObject({ data: { value: 'one' } })

    await withTransaction(async (tx) => {
      await tx.$executeRaw`UPDATE "ContinuousDeployment" SET "pin" = NULL WHERE "id" = ${id}::uuid`
      await requestReconcile(tx, id, 'edited')
    })
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === third)
    expect(await world.kube.get(settings)).toMatchObject({ data: { value: 'three' } })
  })

  it('leaves a paused deployment alone until the pause is over', async () => {
    const { id, namespace, push } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const until = new Date(Date.now() + 3_600_000).toISOString()
    await db.continuousDeployment.update({
      where: { id },
      data: { pause: { reason: 'freeze', by: 'tester', at: until, until } },
    })
    const commit = await push({ 'a.yaml': configMap('a', 'two') })
    await statusWhen(id, ({ sync, resolvedCommit }) => sync === 'OutOfSync' && resolvedCommit === commit)
    const settings = idOf('v1', 'ConfigMap', namespace, 'a')
    expect(await world.kube.get(settings)).toMatchObject({ data: { value: 'one' } })
    const over = new Date(Date.now() - 1000).toISOString()
    await db.continuousDeployment.update({
      where: { id },
      data: { pause: { reason: 'freeze', by: 'tester', at: over, until: over } },
    })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    expect(await world.kube.get(settings)).toMatchObject({ data: { value: 'two' } })
  })

  it('names who keeps writing what it puts back', async () => {
    const { id, namespace } = await world.deploy({ files: { 'a.yaml': configMap('a', 'git') } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const settings = idOf('v1', 'ConfigMap', namespace, 'a')
    for (let round = 1; round <= 3; round++) {
      await world.kube.mergePatch(settings, { data: { value: 'other' } })
      await statusWhen(id, ({ healAttempts }) => healAttempts === round)
    }
    const { flapping } = await statusWhen(id, (status) => status.flapping !== null)
    expect(flapping).toMatchObject({
      kind: 'ConfigMap',
      name: 'a',
      path: '/data/value',
      manager: 'ieum-console',
      count: 3,
    })
  })

  it('refuses an object of another deployment, and takes it over when asked to', async () => {
    const first = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(first.id, ({ sync }) => sync === 'Synced')
    const second = await world.deploy({
      files: { 'a.yaml': configMap('a', 'two').replace('  name: a\n', `  name: a\n  namespace: ${first.namespace}\n`) },
      policy: { extraNamespaces: [{ cluster: 'sandbox', namespace: first.namespace }] },
    })
    await statusWhen(second.id, ({ syncReason }) => syncReason === 'owned_by_other')
    const settings = idOf('v1', 'ConfigMap', first.namespace, 'a')
    expect(await world.kube.get(settings)).toMatchObject({ data: { value: 'one' } })
    const { number } = await askSync(second.id, { takeOver: [`/ConfigMap/${first.namespace}/a`] })
    expect(await endedRun(second.id, number)).toMatchObject({ phase: 'Succeeded' })
    expect(await world.kube.get(settings)).toMatchObject({ data: { value: 'two' } })
    await statusWhen(second.id, ({ sync }) => sync === 'Synced')
    await statusWhen(first.id, ({ syncReason }) => syncReason === 'owned_by_other')
    const rows = await db.inventoryItem.findMany({ where: { deploymentId: second.id }, select: { created: true } })
    expect(rows).toEqual([{ created: true }])
  })

  it('refuses a sync whose annotations cannot be understood', async () => {
    const { id } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one', argo({ 'sync-wave': 'first' })) } })
    const run = await endedRun(id, 1)
    expect(run).toMatchObject({
      phase: 'Failed',
      reason: 'annotation_invalid',
      message: 'argocd.argoproj.io/sync-wave: first',
    })
  })

  it('keeps what a chart makes up anew with every rendering', async () => {
    const template = `apiVersion: v1\nkind: Secret\nmetadata: { name: made }\nstringData: { password: {{ randAlphaNum 12 }} }\n`
    const chart = { 'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.1.0\n', 'templates/a.yaml': template }
    const { id, namespace, push } = await world.deploy({ files: chart })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const made = async () => (await world.kube.get(idOf('v1', 'Secret', namespace, 'made')))?.['data']
    const first = await made()
    // Another engine has rendered nothing yet.
    await world.endEngines('SIGTERM')
    world.startEngine()
    const commit = await push({ ...chart, 'templates/b.yaml': configMap('b', 'one') })
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === commit)
    expect(await made()).toEqual(first)
    expect((await runsOf(id)).map(({ trigger }) => trigger)).toEqual(['automatic', 'automatic'])
  })
})

/** Nobody looks by the clock here: only what is asked for is done. */
