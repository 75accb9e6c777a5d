import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { AppError, type ActionResult } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { addRepository, createWorld, requestOf, workAs, type World } from '#lib/testing/world.ts'
import {
  deleteDeployments,
  forgetFilter,
  pauseDeployments,
  refreshDeployments,
  resumeDeployments,
  saveFilter,
  syncDeployments,
} from './actions.ts'
import { forEachOf } from './batch.ts'
import { listBatchPlans, listSavedFilters } from './queries.ts'
import { MOST_AT_ONCE, MOST_SAVED_FILTERS } from './schema.ts'

let world: World
let repositoryId: string
const names = { workspace: 'acme', devopsProject: 'devops' }
const operator = () => requestOf('acme-operator')
const viewer = () => requestOf('acme-viewer')
const data = <T>(result: ActionResult<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}
const runs = () => db.syncRun.count()

async function make(name: string, more: object = {}): Promise<void> {
  const { devops, project } = world.acme
  await db.continuousDeployment.create({
    data: {
      ...{ name, namespace: project.namespace, clusterId: project.clusterId, repositoryId },
      ...{
        devopsProjectId: devops.devopsProjectId,
        spec: { source: {}, syncPolicy: {} },
        status: { create: {} },
        lease: { create: {} },
      },
      ...more,
    },
  })
}

beforeAll(async () => {
  world = await createWorld()
  repositoryId = await addRepository(world.acme.devops, 'web', 'https://git.example.com/web.git')
})
afterAll(() => world.destroy())
beforeEach(async () => {
  await db.continuousDeployment.deleteMany()
  await db.auditEvent.deleteMany()
})

describe('many at once', () => {
  test('each is synchronised or refused for itself, in the order asked for, with its own audit row', async () => {
    await make('a')
    await make('b', { runs: { create: { number: 7, trigger: 'manual', phase: 'Running' } } })
    await make('c', { deletionAt: new Date() })
    await make('d')
    const input = { ...names, names: ['d', 'nowhere', 'c', 'b', 'a'], options: {} }
    expect(data(await perform(syncDeployments, operator(), input))).toEqual([
      { name: 'd', number: 1, refusal: null },
      { name: 'nowhere', number: null, refusal: { code: 'NOT_FOUND', requestId: 'test-request' } },
      { name: 'c', number: null, refusal: expect.objectContaining({ reason: 'deployment_deleting' }) as unknown },
      {
        name: 'b',
        number: null,
        refusal: expect.objectContaining({ reason: 'sync_already_requested', params: { number: 7 } }) as unknown,
      },
      { name: 'a', number: 1, refusal: null },
    ])
    expect(await runs()).toBe(3)
    const audited = await db.auditEvent.findMany({ where: { action: 'deployment.sync' } })
    expect(audited.map(({ targetName }) => targetName).toSorted()).toEqual(['a', 'd'])
  })

  test("another tenant's deployment of the same name is not found, and untouched", async () => {
    const foreign = await addRepository(world.rival.devops, 'web', 'https://git.example.com/web.git')
    const { devopsProjectId } = world.rival.devops
    await make('theirs', { repositoryId: foreign, devopsProjectId })
    const input = { ...names, names: ['theirs'], cascade: true, confirmation: 'devops' }
    expect(data(await perform(deleteDeployments, operator(), input))).toMatchObject([
      { refusal: { code: 'NOT_FOUND' } },
    ])
    expect(await db.continuousDeployment.findFirstOrThrow()).toMatchObject({ name: 'theirs', deletionAt: null })
  })

  test('what a refused one had written is taken back, and the others stay; a defect undoes everything', async () => {
    await make('a')
    await make('b')
    const described = async () =>
      (await db.continuousDeployment.findMany({ orderBy: { name: 'asc' } })).map(({ description }) => description)
    const writeThenThrow = (thrown: Error) =>
      workAs('acme-operator', (work) =>
        forEachOf(work, ['b', 'a'], async (name) => {
          await work.tx.continuousDeployment.updateMany({ where: { name }, data: { description: 'written' } })
          if (name === 'b') throw thrown
          return null
        }),
      )
    await expect(writeThenThrow(new Error('defect'))).rejects.toThrow('defect')
    expect(await described()).toEqual(['', ''])
    const refused = new AppError('PRECONDITION', { reason: 'deployment_deleting' })
    expect(await writeThenThrow(refused)).toMatchObject([
      { name: 'b', refusal: { code: 'PRECONDITION' } },
      { name: 'a', refusal: null },
    ])
    expect(await described()).toEqual(['written', ''])
  })

  test('pausing, resuming, refreshing and deleting reach all', async () => {
    await make('a')
    await make('b')
    const many = { ...names, names: ['a', 'b'] }
    expect(data(await perform(pauseDeployments, operator(), { ...many, reason: 'release' }))).toHaveLength(2)
    expect((await db.continuousDeployment.findMany()).map(({ pause }) => pause)).toMatchObject([
      { reason: 'release', by: 'acme-operator' },
      { reason: 'release', by: 'acme-operator' },
    ])
    data(await perform(resumeDeployments, operator(), many))
    expect((await db.continuousDeployment.findMany()).map(({ pause }) => pause)).toEqual([null, null])
    data(await perform(refreshDeployments, viewer(), many))
    expect((await db.reconcileLease.findMany()).map(({ wakeReason }) => wakeReason)).toEqual(['refresh', 'refresh'])
    data(await perform(deleteDeployments, operator(), { ...many, cascade: true, confirmation: 'devops' }))
    expect(await db.continuousDeployment.count({ where: { deletionAt: null } })).toBe(0)
  })

  test('a viewer may refresh and nothing else, a wrong confirmation deletes nothing, and there is a limit', async () => {
    await make('a')
    const many = { ...names, names: ['a'] }
    expect(await perform(syncDeployments, viewer(), { ...many, options: {} })).toMatchObject({
      error: { code: 'FORBIDDEN' },
    })
    const wrong = { ...many, cascade: true, confirmation: 'a' }
    expect(await perform(deleteDeployments, operator(), wrong)).toMatchObject({
      error: { reason: 'confirmation_mismatch' },
    })
    const tooMany = { ...names, names: Array.from({ length: MOST_AT_ONCE + 1 }, (_, index) => `n${index}`) }
    expect(await perform(refreshDeployments, operator(), tooMany)).toMatchObject({ error: { code: 'VALIDATION' } })
    expect(await db.continuousDeployment.findFirstOrThrow()).toMatchObject({ deletionAt: null })
    expect(await runs()).toBe(0)
  })

  test('a plan that was shown is named by its digest, and the plans are read together, of this DevOps project only', async () => {
    const { devopsProjectId } = world.rival.devops
    const foreign = await addRepository(world.rival.devops, 'plans', 'https://git.example.com/web.git')
    const made = { number: 1, trigger: 'manual', phase: 'Succeeded', planDigest: 'digest' } as const
    const result = { group: '', version: 'v1', kind: 'ConfigMap', namespace: 'x', state: 'skipped' } as const
    const results = [
      { ...result, key: '1', ordinal: 1, name: 'one', action: 'create' as const },
      { ...result, key: '2', ordinal: 2, name: 'two', action: 'skip' as const, reason: 'prune_threshold' },
    ]
    await make('a', { runs: { create: { ...made, results: { create: results } } } })
    await make('b', { runs: { create: { ...made, phase: 'Failed', reason: 'revision_not_found' } } })
    await make('c', { runs: { create: { ...made, phase: 'Running' } } })
    await make('theirs', { repositoryId: foreign, devopsProjectId, runs: { create: made } })
    const read = await listBatchPlans.answer(viewer(), { ...names, runs: 'a:1,b:1,c:1,theirs:1,a:9' })
    expect(data(read).toSorted((one, other) => one.name.localeCompare(other.name))).toMatchObject([
      { name: 'a', number: 1, planDigest: 'digest', counts: { create: 1, skip: 1, delete: 0 }, held: 1 },
      { name: 'b', planDigest: null, why: { reason: 'revision_not_found' }, held: 0 },
    ])
    expect(await listBatchPlans.answer(viewer(), { ...names, runs: 'a:x' })).toMatchObject({
      error: { code: 'VALIDATION' },
    })
    const input = { ...names, names: ['a', 'b'], options: {}, plans: { a: 'digest' } }
    expect(data(await perform(syncDeployments, operator(), input))).toMatchObject([{ number: 2 }, { number: 2 }])
    const asked = await db.syncRun.findMany({ where: { number: 2 }, orderBy: { deployment: { name: 'asc' } } })
    expect(asked.map(({ options }) => options)).toMatchObject([{ expectedPlan: 'digest' }, {}])
    expect(asked[1]?.options).not.toHaveProperty('expectedPlan')
  })

  test('two batches that want the same deployments do not wait for each other in a circle', async () => {
    const wanted = Array.from({ length: 20 }, (_, index) => `many-${index}`)
    for (const name of wanted) await make(name)
    const ask = (order: string[]) => perform(syncDeployments, operator(), { ...names, names: order, options: {} })
    const [first, second] = await Promise.all([ask(wanted), ask(wanted.toReversed())])
    const done = [...data(first), ...data(second)].filter(({ refusal }) => refusal === null)
    expect(done).toHaveLength(20)
    expect(await runs()).toBe(20)
  })
})

describe('saved filters', () => {
  const save = (who: string, name: string, filter: object = { health: 'Degraded' }) =>
    perform(saveFilter, requestOf(who), { ...names, name, filter })
  const listed = async (who: string) => data(await listSavedFilters.answer(requestOf(who), names))

  test('are their own, are replaced by name, and are forgotten', async () => {
    data(await save('acme-operator', '저하됨'))
    data(await save('acme-operator', '저하됨', { health: 'Degraded', search: 'pay', sort: 'name', direction: 'asc' }))
    data(await save('acme-viewer', '내 것'))
    const [own] = await listed('acme-operator')
    expect(own).toMatchObject({ name: '저하됨', filter: { search: 'pay', health: 'Degraded', sort: 'name' } })
    expect(await listed('acme-viewer')).toMatchObject([{ name: '내 것' }])
    const other = { ...names, id: own?.id ?? '' }
    expect(await perform(forgetFilter, viewer(), other)).toMatchObject({ error: { code: 'NOT_FOUND' } })
    data(await perform(forgetFilter, operator(), other))
    expect(await listed('acme-operator')).toEqual([])
  })

  test('refuse what is no filter, and more than a person can choose from', async () => {
    expect(await save('acme-operator', 'x', { health: 'Sick' })).toMatchObject({ error: { code: 'VALIDATION' } })
    expect(await save('acme-operator', 'x', { page: 2 })).toMatchObject({ error: { code: 'VALIDATION' } })
    for (let index = 0; index < MOST_SAVED_FILTERS; index += 1) data(await save('acme-operator', `f${index}`))
    expect(await save('acme-operator', 'one more')).toMatchObject({ error: { reason: 'too_many_saved_filters' } })
    expect(await listed('acme-operator')).toHaveLength(MOST_SAVED_FILTERS)
    expect(await save('rival-operator', 'x')).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })
})
