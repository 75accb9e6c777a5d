import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDb, db, withTransaction } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { type TestDatabase, createTestDatabase, setTestEnvironment } from '#scripts/database/test-database.ts'
import { registerDeployment, requestDeletion, requestReconcile, requestSync } from '../door.ts'
import { DEFAULT_SYNC_OPTIONS } from '../model/spec.ts'
import { LeaseLost, claimDue, fenced, releaseClaim, renewClaims } from './claims.ts'
import { wake } from './wake.ts'

let database: TestDatabase
let deploymentId: string

beforeAll(async () => {
  database = await createTestDatabase()
  setTestEnvironment(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})

beforeEach(async () => {
  await db.continuousDeployment.deleteMany()
  await db.codeRepository.deleteMany()
  await db.devopsProject.deleteMany()
  await db.workspace.deleteMany()
  await db.cluster.deleteMany()
  deploymentId = await withTransaction(async (tx) => {
    const cluster = await tx.cluster.create({ data: { name: 'c' } })
    const workspace = await tx.workspace.create({ data: { name: 'w' } })
    const devopsProject = await tx.devopsProject.create({ data: { workspaceId: workspace.id, name: 'p' } })
    const repository = await tx.codeRepository.create({
      data: { devopsProjectId: devopsProject.id, name: 'r', url: 'x' },
    })
    const { id } = await tx.continuousDeployment.create({
      data: {
        devopsProjectId: devopsProject.id,
        name: 'd',
        repositoryId: repository.id,
        clusterId: cluster.id,
        namespace: 'n',
        spec: {},
      },
    })
    await registerDeployment(tx, id)
    return id
  })
})

const WIDE = { total: 10, perCluster: 10, perWorkspace: 10, perRepository: 10 }
const claim = (owner = 'one', leaseSeconds = 15) => claimDue({ owner, leaseSeconds, bounds: WIDE, held: [] })
const claimed = async (owner?: string, leaseSeconds?: number) => {
  const [first] = await claim(owner, leaseSeconds)
  if (!first) throw new Error('nothing was due')
  return first
}
const release = (of: Awaited<ReturnType<typeof claimed>>) => releaseClaim(of, { seconds: 1000, failures: 0 })

type Place = Pick<Prisma.ContinuousDeploymentUncheckedCreateInput, 'devopsProjectId' | 'repositoryId' | 'clusterId'>

/** Deployments that have been due since `at`, milliseconds of 1970; answers with their ids. */
async function addDue(place: Place, name: string, count: number, at: number): Promise<string[]> {
  const { devopsProjectId, repositoryId, clusterId } = place
  const rows = await db.continuousDeployment.createManyAndReturn({
    data: Array.from({ length: count }, (_, index) => ({
      ...{ devopsProjectId, repositoryId, clusterId, namespace: 'n', spec: {} },
      name: `${name}-${index}`,
    })),
    select: { id: true },
  })
  const ids = rows.map(({ id }) => id)
  await db.reconcileLease.createMany({ data: ids.map((id) => ({ deploymentId: id, nextAt: new Date(at) })) })
  return ids
}

const addRepository = async (devopsProjectId: string): Promise<string> =>
  (await db.codeRepository.create({ data: { devopsProjectId, name: 'r2', url: 'y' } })).id

async function addWorkspace(name: string): Promise<Pick<Place, 'devopsProjectId' | 'repositoryId'>> {
  const workspace = await db.workspace.create({ data: { name } })
  const { id } = await db.devopsProject.create({ data: { workspaceId: workspace.id, name } })
  return { devopsProjectId: id, repositoryId: await addRepository(id) }
}

describe('claiming', () => {
  it('gives a deployment to one of several processes that look at the same time', async () => {
    const claims = (await Promise.all(['a', 'b', 'c', 'd'].map((owner) => claim(owner)))).flat()
    expect(claims).toHaveLength(1)
    expect(claims[0]).toMatchObject({ deploymentId, wakeReason: 'created', failures: 0 })
  })

  it.each(['perCluster', 'perWorkspace', 'perRepository'] as const)('passes by what is full: %s', async (bound) => {
    const { devopsProject, ...deployment } = await db.continuousDeployment.findUniqueOrThrow({
      where: { id: deploymentId },
      include: { devopsProject: { select: { workspaceId: true } } },
    })
    const held = [{ ...deployment, workspaceId: devopsProject.workspaceId }]
    const request = { owner: 'one', leaseSeconds: 15, held }
    expect(await claimDue({ ...request, bounds: { ...WIDE, [bound]: 1 } })).toEqual([])
    expect(await claimDue({ ...request, bounds: { ...WIDE, total: 1 } })).toEqual([])
    expect(await claimDue({ ...request, bounds: { ...WIDE, [bound]: 2 } })).toHaveLength(1)
  })

  it('lets workspaces and repositories take turns, whoever has waited for longer', async () => {
    await db.reconcileLease.updateMany({ data: { nextAt: new Date(1000) } })
    const place = await db.continuousDeployment.findUniqueOrThrow({ where: { id: deploymentId } })
    await addDue(place, 'crowd', 1000, 0)
    const other = await addWorkspace('other')
    const late = await addDue({ ...place, ...other }, 'late', 1, 2000)
    const second = await addRepository(place.devopsProjectId)
    const aside = await addDue({ ...place, repositoryId: second }, 'aside', 1, 3000)

    const bounds = { total: 8, perCluster: 7, perWorkspace: 5, perRepository: 3 }
    const claims = await claimDue({ owner: 'one', leaseSeconds: 15, bounds, held: [] })
    const ids = claims.map((one) => one.deploymentId)
    expect(ids).toEqual(expect.arrayContaining([...late, ...aside]))
    expect(claims.filter(({ repositoryId }) => repositoryId === place.repositoryId)).toHaveLength(3)
    // What the others left free stays free for those who come next.
    expect(await claimDue({ owner: 'one', leaseSeconds: 15, bounds, held: claims })).toEqual([])
  })

  it('takes over a lease that ran out, with a higher token', async () => {
    const first = await claimed('one', 0)
    const second = await claimed('two')
    expect(second.token).toBeGreaterThan(first.token)
  })

  it('is not due again before its time', async () => {
    await release(await claimed())
    expect(await claim()).toEqual([])
  })
})

describe('a process that lost its lease', () => {
  it('cannot write, renew or give back', async () => {
    const first = await claimed('one', 0)
    const second = await claimed('two')
    await expect(fenced(first, () => Promise.resolve())).rejects.toBeInstanceOf(LeaseLost)
    expect(await renewClaims([first], 15)).toEqual(new Set())
    await release(first)
    await expect(fenced(second, () => Promise.resolve('written'))).resolves.toBe('written')
  })

  it('leaves nothing of a write that it had begun', async () => {
    const first = await claimed('one', 0)
    const write = fenced(first, (tx) =>
      tx.deploymentStatus.update({ where: { deploymentId }, data: { sync: 'Synced' } }),
    )
    await expect(write).rejects.toBeInstanceOf(LeaseLost)
    expect(await db.deploymentStatus.findUnique({ where: { deploymentId } })).toMatchObject({ sync: 'Unknown' })
  })
})

describe('waking', () => {
  it('during a pass leads to another pass', async () => {
    const first = await claimed()
    await withTransaction((tx) => requestReconcile(tx, deploymentId, 'refresh'))
    expect(await claim()).toEqual([])
    await release(first)
    expect(await claimed()).toMatchObject({ wakeReason: 'refresh' })
  })

  it('keeps the strongest of several reasons', async () => {
    await release(await claimed())
    await withTransaction(async (tx) => {
      await wake(tx, [deploymentId], 'drift')
      await wake(tx, [deploymentId], 'refresh')
      await wake(tx, [deploymentId], 'drift')
    })
    expect(await claimed()).toMatchObject({ wakeReason: 'refresh' })
  })
})

describe('requests of people', () => {
  const actor = { id: null, name: 'kim' }
  const options = DEFAULT_SYNC_OPTIONS
  const sync = () => withTransaction((tx) => requestSync(tx, { deploymentId, actor, options }))

  it('are numbered, and one sync waits at a time', async () => {
    expect(await sync()).toEqual({ number: 1 })
    await expect(sync()).rejects.toMatchObject({ code: 'PRECONDITION', reason: 'sync_already_requested' })
    await db.syncRun.updateMany({ data: { phase: 'Succeeded' } })
    expect(await sync()).toEqual({ number: 2 })
  })

  it('are answered one after the other when they come together', async () => {
    const answers = await Promise.allSettled([sync(), sync(), sync()])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('for a sync are refused once the deployment is being deleted', async () => {
    const deletion = { cascade: true, includeKeys: [], requestedBy: '' }
    await withTransaction((tx) => requestDeletion(tx, { deploymentId, actor, deletion }))
    await expect(sync()).rejects.toMatchObject({ reason: 'deployment_deleting' })
    expect(await claimed()).toMatchObject({ wakeReason: 'delete' })
    expect(await db.continuousDeployment.findUnique({ where: { id: deploymentId } })).toMatchObject({
      deletion: { cascade: true, requestedBy: 'kim' },
    })
  })

  it('for a deployment that does not exist are not found', async () => {
    const unknown = '0199c0de-0000-7000-8000-00000000dead'
    const request = { deploymentId: unknown, actor, options }
    await expect(withTransaction((tx) => requestSync(tx, request))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
