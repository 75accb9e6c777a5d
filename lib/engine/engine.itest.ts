import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { DEFAULT_SYNC_OPTIONS } from './model/spec.ts'
import { requestDeletion } from './door.ts'
import {
  AUTOMATIC,
  type World,
  askSync,
  configMap,
  createWorld,
  idOf,
  runsOf,
  statusWhen,
  tester,
  webDeployment,
} from './testing/world.ts'

describe('the engine, as its own process against a real API server', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    world.startEngine()
  })
  afterAll(() => world.end())

  it('makes a new automatic deployment Synced and Healthy and records the run', async () => {
    const files = { 'web.yaml': webDeployment('web', 2), 'settings.yaml': configMap('settings', 'one') }
    const { id, namespace } = await world.deploy({ files })
    const status = await statusWhen(id, ({ sync, health }) => sync === 'Synced' && health === 'Healthy')
    expect(status).toMatchObject({ objectCount: 2, outOfSyncCount: 0, condition: null, sourceKind: 'directory' })
    expect(status.syncedCommit).toMatch(/^[0-9a-f]{40}$/)
    expect(await world.kube.get(idOf('apps/v1', 'Deployment', namespace, 'web'))).toMatchObject({
      metadata: { labels: { 'ieum.dev/deployment': id } },
    })
    const [run, ...others] = await runsOf(id)
    expect(others).toEqual([])
    expect(run).toMatchObject({ number: 1, trigger: 'automatic', phase: 'Succeeded', commit: status.syncedCommit })
    expect(run?.results.map(({ kind, action, state }) => [kind, action, state])).toEqual([
      ['ConfigMap', 'create', 'done'],
      ['Deployment', 'create', 'done'],
    ])
  })

  it('applies a definition and an object of it in one sync', async () => {
    const group = `t${Date.now()}.example.org`
    const files = {
      'a-object.yaml': `apiVersion: ${group}/v1\nkind: Widget\nmetadata:\n  name: first\nspec: { size: 3 }\n`,
      'b-definition.yaml': definition(group),
    }
    const { id, namespace } = await world.deploy({
      files,
      policy: { clusterKinds: [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }] },
    })
    await statusWhen(id, ({ sync, health }) => sync === 'Synced' && health === 'Healthy')
    expect(await world.kube.get(idOf(`${group}/v1`, 'Widget', namespace, 'first'))).toMatchObject({ spec: { size: 3 } })
    expect(await runsOf(id)).toMatchObject([
      { phase: 'Succeeded', results: [{ kind: 'CustomResourceDefinition' }, { kind: 'Widget' }] },
    ])
  })

  it('brings a new commit to the cluster and prunes what Git no longer has', async () => {
    const { id, namespace, push } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'one'), 'b.yaml': configMap('b', 'one') },
    })
    const first = await statusWhen(id, ({ sync }) => sync === 'Synced')
    const commit = await push({ 'a.yaml': configMap('a', 'two') })
    const second = await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === commit)
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toMatchObject({ data: { value: 'two' } })
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'b'))).toBeNull()
    expect(await db.inventoryItem.findMany({ where: { deploymentId: id }, select: { name: true } })).toEqual([
      { name: 'a' },
    ])
    expect(second.changedAt.getTime()).toBeGreaterThan(first.changedAt.getTime())
  })

  it('puts back what was changed by hand', async () => {
    const { id, namespace } = await world.deploy({ files: { 'a.yaml': configMap('a', 'git') } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const settings = idOf('v1', 'ConfigMap', namespace, 'a')
    await world.kube.mergePatch(settings, { data: { value: 'hand' } })
    await vi.waitFor(async () => expect(await world.kube.get(settings)).toMatchObject({ data: { value: 'git' } }), {
      timeout: 10_000,
    })
    await statusWhen(id, ({ sync, healAttempts }) => sync === 'Synced' && healAttempts === 1)
    expect((await runsOf(id))[0]).toMatchObject({ trigger: 'self_heal', phase: 'Succeeded' })
  })

  it('does not delete anything when everything vanished from Git, until a person chooses to', async () => {
    const { id, namespace, push } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const commit = await push({ 'README.md': 'Nothing here any more.' })
    const status = await statusWhen(id, ({ resolvedCommit }) => resolvedCommit === commit)
    expect(status).toMatchObject({ sync: 'OutOfSync', syncReason: 'prune_would_empty' })
    expect(status.warnings).toMatchObject([{ reason: 'no_objects' }])
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).not.toBeNull()

    const options = { ...DEFAULT_SYNC_OPTIONS, prune: true }
    await askSync(id, options)
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toBeNull()
  })

  it('applies what it can, says what failed, and recovers with the next commit', async () => {
    const broken = webDeployment('web').replace('containerPort: 80', 'containerPort: 99999')
    const { id, push } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'one'), 'web.yaml': broken },
      spec: { syncPolicy: { ...AUTOMATIC, createNamespace: true } },
      isProject: false,
    })
    const failed = await statusWhen(id, ({ sync, syncReason }) => sync === 'OutOfSync' && syncReason !== '')
    expect(failed).toMatchObject({ syncReason: 'object_invalid', syncedCommit: '' })
    const [run] = (await runsOf(id)).filter(({ number }) => number === 1)
    expect(run).toMatchObject({ phase: 'Failed', reason: 'objects_failed', params: { count: 1 } })
    expect(run?.results.map(({ name, state, reason }) => [name, state, reason])).toEqual([
      [run?.results[0]?.name, 'done', ''],
      ['a', 'done', ''],
      ['web', 'failed', 'object_invalid'],
    ])
    const commit = await push({ 'a.yaml': configMap('a', 'one'), 'web.yaml': webDeployment('web') })
    await statusWhen(
      id,
      ({ sync, health, syncedCommit }) => sync === 'Synced' && health === 'Healthy' && syncedCommit === commit,
    )
  })

  it('registers a project that it created', async () => {
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'one') },
      spec: { syncPolicy: { ...AUTOMATIC, createNamespace: true } },
      isProject: false,
    })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    expect(
      await db.project.findFirst({ where: { name: namespace }, select: { workspace: { select: { name: true } } } }),
    ).toEqual({ workspace: { name: namespace } })
    expect(await world.kube.get(idOf('v1', 'Namespace', '', namespace))).toMatchObject({
      metadata: { labels: { 'ieum.dev/workspace': namespace, 'ieum.dev/project': namespace } },
    })
  })

  it('writes nothing when an object is in a namespace that is not allowed', async () => {
    const { id, namespace } = await world.deploy({
      files: {
        'a.yaml': configMap('a', 'one'),
        'b.yaml': configMap('b', 'one', '  namespace: kube-system\n'),
      },
    })
    const status = await statusWhen(id, ({ sync }) => sync === 'OutOfSync')
    expect(status).toMatchObject({ syncReason: 'namespace_not_allowed', syncParams: { namespace: 'kube-system' } })
    const [run, ...others] = await runsOf(id)
    expect(others).toEqual([])
    expect(run).toMatchObject({ phase: 'Failed', reason: 'namespace_not_allowed' })
    expect(run?.results.map(({ name, state, reason }) => [name, state, reason])).toEqual([
      ['b', 'failed', 'namespace_not_allowed'],
      ['a', 'skipped', 'not_tried'],
    ])
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toBeNull()
  })

  it('deletes a deployment with its objects, and leaves an audit entry', async () => {
    const { id, namespace } = await world.deploy({
      files: { 'a.yaml': configMap('a', 'one'), 'web.yaml': webDeployment('web') },
    })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const deletion = { cascade: true, includeKeys: [], requestedBy: '' }
    await withTransaction((tx) => requestDeletion(tx, { deploymentId: id, actor: tester, deletion }))
    await vi.waitFor(async () => expect(await db.continuousDeployment.count({ where: { id } })).toBe(0), {
      timeout: 20_000,
    })
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).toBeNull()
    expect(await world.kube.get(idOf('apps/v1', 'Deployment', namespace, 'web'))).toBeNull()
    expect(await db.auditEvent.findFirst({ where: { targetId: id } })).toMatchObject({
      action: 'deployment.deleted',
      actorName: 'tester',
    })
  })

  it('says that Git cannot be read and keeps what it knew', async () => {
    const { id, namespace } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const { repositoryId } = await db.continuousDeployment.findUniqueOrThrow({ where: { id } })
    const { url } = await db.codeRepository.findUniqueOrThrow({ where: { id: repositoryId } })
    await db.codeRepository.update({ where: { id: repositoryId }, data: { url: url.replace(/[^/]+$/, 'gone.git') } })
    const status = await statusWhen(id, ({ sync }) => sync === 'Unknown')
    expect(status).toMatchObject({ health: 'Healthy', condition: { stage: 'source' }, objectCount: 1 })
    expect(status.syncedCommit).not.toBe('')
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'a'))).not.toBeNull()
  })
})

const definition = (group: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.${group}
spec:
  group: ${group}
  scope: Namespaced
  names: { plural: widgets, singular: widget, kind: Widget, listKind: WidgetList }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { size: { type: integer } } }
`
