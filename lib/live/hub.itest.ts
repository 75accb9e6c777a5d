import { afterAll, beforeAll, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { createWorld, type World } from '#lib/testing/world.ts'
import type { Change } from './change.ts'
import { closeHub, subscribe } from './hub.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  closeHub()
  await world.destroy()
})

/** A subscriber whose changes can be waited for. */
function ear() {
  const heard: (Change | null)[] = []
  const waiting: (() => void)[] = []
  const leave = subscribe((change) => {
    heard.push(change)
    for (const wake of waiting.splice(0)) wake()
  })
  const until = async (found: (change: Change | null) => boolean) => {
    while (!heard.some(found)) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { heard, until, leave }
}

const listeners = async () => {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 AS one FROM pg_stat_activity
    WHERE application_name = 'ieum listen ieum_changes' AND datname = current_database()`
  return rows.length
}

test('every stream hears of a change over one connection, and first that it may have missed some', async () => {
  const [one, other] = [ear(), ear()]
  await Promise.all([one.until((change) => change === null), other.until((change) => change === null)])
  expect(await listeners()).toBe(1)
  const { devopsProjectId } = world.acme.devops
  const { id } = await db.codeRepository.create({ data: { devopsProjectId, name: 'web', url: 'https://x.example/w' } })
  await Promise.all([one, other].map(({ until }) => until((change) => change?.id === id)))
  expect(one.heard.at(-1)).toEqual({ t: 'repository', d: devopsProjectId, id })
  one.leave()
  other.leave()
})

test('a stream that has ended hears nothing', async () => {
  const [gone, staying] = [ear(), ear()]
  await Promise.all([gone.until((change) => change === null), staying.until((change) => change === null)])
  gone.leave()
  const count = gone.heard.length
  const { id } = await db.cluster.update({ where: { name: 'east' }, data: { alias: '동쪽' } })
  await staying.until((change) => change?.id === id)
  expect(gone.heard).toHaveLength(count)
  staying.leave()
})

test('after the connection was lost, everything may have changed', async () => {
  const listener = ear()
  await listener.until((change) => change === null)
  const before = listener.heard.length
  await db.$queryRaw`
    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
    WHERE application_name = 'ieum listen ieum_changes' AND datname = current_database()`
  await listener.until(() => listener.heard.slice(before).includes(null))
  expect(listener.heard.slice(before)).toContain(null)
  listener.leave()
})
