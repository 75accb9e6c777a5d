/** Deployments that cannot be dealt with beside those that can, on a real database, with a Git host, a renderer and a cluster that are made up. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { closeDb, db, withTransaction } from '#lib/db/client.ts'
import { createJq } from '#lib/jq/jq.ts'
import { logger } from '#lib/observability/logger.ts'
import { type TestDatabase, createTestDatabase, setTestEnvironment } from '#scripts/database/test-database.ts'
import { registerDeployment } from '../door.ts'
import { projectLabels } from '../model/labels.ts'
import { createLiveObjects } from '../observe/live-objects.ts'
import type { EnginePorts } from '../reconcile/pass.ts'
import { createVerdicts } from '../reconcile/verdicts.ts'
import type { Source } from '../source/source.ts'
import { type FakeKube, createFakeKube, seed } from '../testing/fake-kube.ts'
import { boundsOf } from './bounds.ts'
import { type Engine, startEngine } from './engine.ts'
import { createQuiet } from './quiet.ts'

const SILENT = logger.child({}, { level: 'silent' })
const COMMIT = 'c'.repeat(40)

let database: TestDatabase
let kube: FakeKube
let engine: Engine
let clusterId: string
/** Questions to the Git host that hangs, still open. */
let hanging: (() => void)[]

/** The URL of a repository says how its host behaves. */
const source: Source = {
  resolve: (remote, requested) => {
    const answer = { requested, kind: 'branch' as const, ref: 'refs/heads/main', commit: COMMIT }
    if (remote.url !== 'hangs') return Promise.resolve(answer)
    return new Promise((resolve) => hanging.push(() => resolve(answer)))
  },
  commit: () => Promise.resolve({ id: COMMIT, subject: 'First', author: 'tester', at: '' }),
}

const manifests: EnginePorts['manifests'] = ({ remote, name }) => {
  if (remote.url === 'bomb') return Promise.reject(new AppError('UPSTREAM', { reason: 'render_memory' }))
  if (remote.url === 'defect') return Promise.reject(new TypeError('undefined is not a function'))
  const metadata = { name, namespace: 'shop' }
  const raw = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value: 'x' } })
  const object = { source: 'a.yaml', raw, apiVersion: 'v1', kind: 'ConfigMap', ...metadata }
  return Promise.resolve({ kind: 'directory', shared: true, objects: [object], warnings: [] })
}

function ports(): EnginePorts {
  const live = createLiveObjects(kube, () => undefined, new AbortController().signal)
  const client = { id: clusterId, api: kube, live, kubeVersion: () => Promise.resolve('v1.36.0') }
  return {
    ...{ source, manifests, verdicts: createVerdicts(), pollSeconds: 3600, random: () => 0.5, log: SILENT },
    jq: createJq(),
    quiet: createQuiet(source, () => performance.now()),
    clusters: {
      open: () => client,
      close: () => Promise.resolve(),
      doubt: () => undefined,
      takeDoubted: () => [],
    },
    identities: {
      open: () => Promise.resolve(client),
      renew: () => Promise.resolve(),
      sweep: () => Promise.resolve(),
    },
  }
}

/** A workspace with a repository at `url` and deployments `<url>-0`, `<url>-1`, …, which have been due since `at`. */
async function addDeployments(url: string, count: number, at: number): Promise<string[]> {
  return withTransaction(async (tx) => {
    const workspace =
      (await tx.workspace.findFirst()) ??
      (await tx.workspace.create({
        data: { name: 'acme', clusters: { create: { clusterId } }, projects: { create: { clusterId, name: 'shop' } } },
      }))
    const devops = await tx.devopsProject.create({ data: { workspaceId: workspace.id, name: url } })
    const repository = await tx.codeRepository.create({ data: { devopsProjectId: devops.id, name: url, url } })
    const ids: string[] = []
    for (let index = 0; index < count; index++) {
      const place = { devopsProjectId: devops.id, repositoryId: repository.id, clusterId, namespace: 'shop' }
      const spec = { source: {}, syncPolicy: { automated: {} } }
      const { id } = await tx.continuousDeployment.create({ data: { ...place, name: `${url}-${index}`, spec } })
      await registerDeployment(tx, id)
      await tx.reconcileLease.update({ where: { deploymentId: id }, data: { nextAt: new Date(at) } })
      ids.push(id)
    }
    return ids
  })
}

const statusOf = (deploymentId: string) => db.deploymentStatus.findUniqueOrThrow({ where: { deploymentId } })
const syncedCount = (ids: string[]) =>
  db.deploymentStatus.count({ where: { deploymentId: { in: ids }, sync: 'Synced' } })

beforeAll(async () => {
  database = await createTestDatabase()
  setTestEnvironment(database.url)
  return async () => {
    await closeDb()
    await database.drop()
  }
})
beforeEach(async () => {
  kube = createFakeKube()
  hanging = []
  const metadata = { name: 'shop', labels: projectLabels('acme', 'shop') }
  seed(kube, { apiVersion: 'v1', kind: 'Namespace', metadata })
  clusterId = (await db.cluster.create({ data: { name: 'c', state: 'ready' } })).id
})
afterEach(async () => {
  for (const answer of hanging) answer()
  await engine.stop()
  await db.continuousDeployment.deleteMany()
  await db.devopsProject.deleteMany()
  await db.project.deleteMany()
  await db.workspace.deleteMany()
  await db.cluster.deleteMany()
})

describe('F20, F21: deployments that cannot be dealt with', () => {
  it('leave room for the others, however many they are and however long they have waited', async () => {
    const hung = await addDeployments('hangs', 60, 1000)
    const defects = await addDeployments('defect', 5, 2000)
    const bombs = await addDeployments('bomb', 5, 2000)
    const sound = await addDeployments('sound', 30, 3000)
    const bounds = boundsOf(10, {})
    engine = await startEngine('engine', ports(), { bounds, passSeconds: 900 })

    await vi.waitFor(async () => expect(await syncedCount(sound)).toBe(sound.length), { timeout: 90_000 })
    // None of those that hang has been answered all the while.
    expect(hanging).toHaveLength(bounds.perRepository)
    expect(await syncedCount(hung)).toBe(0)
    for (const id of bombs)
      await vi.waitFor(async () => expect(await statusOf(id)).toMatchObject({ syncReason: 'render_memory' }))
    for (const id of defects)
      await vi.waitFor(async () => expect(await statusOf(id)).toMatchObject({ syncReason: 'unexpected' }))
  }, 120_000)

  it('are given up when they take too long, and what they still want to write is refused', async () => {
    const [first = ''] = await addDeployments('hangs', 1, 1000)
    engine = await startEngine('engine', ports(), { bounds: boundsOf(1, {}), passSeconds: 1 })
    await vi.waitFor(
      async () =>
        expect(await statusOf(first)).toMatchObject({
          sync: 'Unknown',
          syncReason: 'pass_timeout',
          syncParams: { seconds: 1 },
        }),
      { timeout: 20_000 },
    )
    await vi.waitFor(async () =>
      expect(await db.reconcileLease.findUnique({ where: { deploymentId: first } })).toMatchObject({
        owner: '',
        failures: 1,
      }),
    )
    // The only place is free again.
    const sound = await addDeployments('sound', 1, 1000)
    await vi.waitFor(async () => expect(await syncedCount(sound)).toBe(1), { timeout: 20_000 })

    kube.calls.length = 0
    for (const answer of hanging.splice(0)) answer()
    await vi.waitFor(() => expect(kube.calls).toContain('dry-run /ConfigMap/shop/hangs-0'), { timeout: 20_000 })
    await engine.stop()
    expect(kube.calls).not.toContain('apply /ConfigMap/shop/hangs-0')
    expect(await db.syncRun.count({ where: { deploymentId: first } })).toBe(0)
    expect(await statusOf(first)).toMatchObject({ syncReason: 'pass_timeout' })
  })
})
