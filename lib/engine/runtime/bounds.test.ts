import { expect, it } from 'vitest'
import { roomFor } from './bounds.ts'

const work = (clusterId: string, repositoryId: string) => ({ clusterId, repositoryId })

it('leaves room for others when one cluster or repository has all it may have', () => {
  const running = [work('c1', 'r1'), work('c1', 'r2'), work('c2', 'r2'), work('c2', 'r2')]
  expect(roomFor(running, { total: 10, perCluster: 3, perRepository: 3 })).toEqual({
    free: 6,
    clusters: [],
    repositories: ['r2'],
  })
  expect(roomFor(running, { total: 4, perCluster: 2, perRepository: 9 })).toEqual({
    free: 0,
    clusters: ['c1', 'c2'],
    repositories: [],
  })
})
