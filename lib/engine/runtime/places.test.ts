import { expect, it } from 'vitest'
import { Places } from './places.ts'

const bounds = { total: 3, perCluster: 3, perWorkspace: 2, perRepository: 1 }

function line() {
  const places = new Places(bounds)
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const enter = (name: string, workspaceId: string, repositoryId: string) =>
    places.run({ clusterId: 'c', workspaceId, repositoryId }, async () => {
      begun.push(name)
      await new Promise<void>((resolve) => ends.set(name, resolve))
    })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { places, begun, enter, settle, end: (name: string) => ends.get(name)?.() }
}

it('lets the next one go where the first must wait', async () => {
  const { places, begun, enter, settle, end } = line()
  const all = [enter('a', 'w1', 'r1'), enter('b', 'w1', 'r1'), enter('c', 'w1', 'r2'), enter('d', 'w1', 'r3')]
  all.push(enter('e', 'w2', 'r4'), enter('f', 'w3', 'r5'))
  await settle()
  expect(begun).toEqual(['a', 'c', 'e'])
  expect(places.taken).toBe(3)
  end('a')
  await settle()
  expect(begun).toEqual(['a', 'c', 'e', 'b'])
  for (const name of ['c', 'e', 'b', 'd', 'f']) {
    end(name)
    await settle()
  }
  await Promise.all(all)
  expect(begun.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(places.taken).toBe(0)
})

it('turns away who still waits, and lets the others end', async () => {
  const { places, begun, enter, settle, end } = line()
  const running = enter('a', 'w1', 'r1')
  const waiting = enter('b', 'w1', 'r1')
  await settle()
  places.turnAway(new Error('closing'))
  await expect(waiting).rejects.toThrow('closing')
  end('a')
  await running
  expect(begun).toEqual(['a'])
})

it('gives the place back when the task fails', async () => {
  const places = new Places(bounds)
  const work = { clusterId: 'c', workspaceId: 'w', repositoryId: 'r' }
  await expect(places.run(work, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(places.taken).toBe(0)
})
