import { afterAll, beforeAll, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { addRepository, createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { searchEverywhere } from './queries.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
  for (const [tenant, alias] of [
    ['acme', '결제 서비스'],
    ['rival', '결제 비밀'],
  ] as const) {
    const { devops, project } = world[tenant]
    const repositoryId = await addRepository(devops, `shop-${tenant}`, 'https://git.example.com/shop.git')
    const { clusterId, namespace } = project
    await db.continuousDeployment.create({
      data: {
        ...{ name: 'payment', alias, namespace, clusterId, repositoryId, spec: {} },
        devopsProjectId: devops.devopsProjectId,
      },
    })
  }
})
afterAll(() => world.destroy())

async function found(who: string, search: string): Promise<string[]> {
  const result = await searchEverywhere.answer(requestOf(who), { search })
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data.map(({ kind, name, workspace }) => `${kind} ${workspace}/${name}`)
}

test('finds by name and alias, also by first consonants', async () => {
  expect(await found('acme-operator', 'pay')).toEqual(['deployment acme/payment'])
  expect(await found('acme-operator', '결제')).toEqual(['deployment acme/payment'])
  expect(await found('acme-operator', 'ㄱㅈ ㅅ')).toEqual(['deployment acme/payment'])
  expect(await found('acme-operator', 'shop')).toEqual(['repository acme/shop-acme', 'project acme/acme-shop'])
})

test('what is typed is text and no pattern', async () => {
  expect(await found('acme-operator', '%')).toEqual([])
  expect(await found('acme-operator', 'ㄱ.*')).toEqual([])
  expect(await found('acme-operator', "'; --")).toEqual([])
})

test('nothing of what a person may not see is found, and platform administrators see all', async () => {
  expect(await found('rival-operator', 'acme')).toEqual([])
  expect(await found('acme-regular', 'pay')).toEqual([])
  expect(await found('acme-regular', 'devops')).toEqual([])
  expect(await found('root', 'pay')).toEqual(['deployment acme/payment', 'deployment rival/payment'])
  expect((await searchEverywhere.answer(requestOf(null), { search: 'pay' })).ok).toBe(false)
})
