import { afterAll, beforeAll, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { db } from '#lib/db/client.ts'
import { deploymentSpecSchema } from '#lib/engine/model/spec.ts'
import { addRepository, createWorld, requestOf, workAs, type World } from '#lib/testing/world.ts'
import { ignoreDifference } from './actions.ts'
import { createDeploymentIn } from './create-deployment.ts'
import { listHappenings } from './queries.ts'
import { createDeploymentSchema } from './schema.ts'

let world: World
const names = { workspace: 'acme', devopsProject: 'devops', name: 'web' }
const key = 'apps/Deployment/acme-shop/web'

beforeAll(async () => {
  world = await createWorld()
  await addRepository(world.acme.devops, 'web', 'https://git.example.com/web.git')
  const form = { ...names, repository: 'web', cluster: 'east', namespace: 'acme-shop', alias: '', description: '' }
  await workAs('acme-operator', (work) =>
    createDeploymentIn(
      work,
      world.acme.devops,
      createDeploymentSchema.parse({ ...form, spec: { source: {}, syncPolicy: {} } }),
    ),
  )
  const { id, clusterId } = await db.continuousDeployment.findFirstOrThrow()
  await db.inventoryItem.create({
    data: {
      ...{ deploymentId: id, clusterId, key, group: 'apps', version: 'v1', kind: 'Deployment' },
      ...{ namespace: 'acme-shop', name: 'web', sync: 'OutOfSync' },
    },
  })
})
afterAll(() => world.destroy())

const ignore = async (who: string, more: object = {}) => {
  const { version } = await db.continuousDeployment.findFirstOrThrow()
  const input = { ...names, key, pointers: ['/spec/replicas'], version, ...more }
  return perform(ignoreDifference, requestOf(who), input)
}
const rules = async () =>
  deploymentSpecSchema.parse((await db.continuousDeployment.findFirstOrThrow()).spec).ignoreDifferences

test.each([
  ['who may only look', 'acme-viewer', {}],
  ['another tenant', 'rival-operator', {}],
  ['an object that is not managed', 'acme-operator', { key: 'apps/Deployment/acme-shop/other' }],
  ['who looked at an older version', 'acme-operator', { version: 0 }],
  ['a pointer that is none', 'acme-operator', { pointers: ['spec.replicas'] }],
])('is refused: %s', async (_, who, more) => {
  expect(await ignore(who, more)).toMatchObject({ ok: false })
  expect(await rules()).toEqual([])
})

test('one field is left out, the next one by the same rule, and it is told who did it', async () => {
  const before = await db.continuousDeployment.findFirstOrThrow()
  expect(await ignore('acme-operator')).toEqual({ ok: true, data: { version: before.version + 1 } })
  expect(await ignore('acme-operator', { pointers: ['/spec/paused'] })).toMatchObject({ ok: true })
  const target = { group: 'apps', kind: 'Deployment', namespace: 'acme-shop', name: 'web' }
  expect(await rules()).toMatchObject([{ ...target, jsonPointers: ['/spec/replicas', '/spec/paused'] }])
  const told = await listHappenings.answer(requestOf('acme-operator'), names)
  expect(told).toMatchObject({
    ok: true,
    data: [
      { kind: 'act', act: 'edit-ignore-rules', actorName: 'acme-operator' },
      { act: 'edit-ignore-rules' },
      { act: 'create' },
    ],
  })
  expect(await listHappenings.answer(requestOf('rival-operator'), names)).toMatchObject({ ok: false })
})
