import { expect, it } from 'vitest'
import { type Work, boundsOf, claimBounds, hasRoom } from './bounds.ts'

const bounds = { total: 5, perCluster: 4, perWorkspace: 3, perRepository: 2 }
const work = (clusterId: string, workspaceId: string, repositoryId: string): Work => ({
  clusterId,
  workspaceId,
  repositoryId,
})

it.each([
  ['a repository', [work('c1', 'w1', 'r1'), work('c1', 'w1', 'r1')], work('c1', 'w1', 'r1'), work('c1', 'w1', 'r2')],
  [
    'a workspace',
    [work('c1', 'w1', 'r1'), work('c1', 'w1', 'r2'), work('c1', 'w1', 'r3')],
    work('c1', 'w1', 'r4'),
    work('c1', 'w2', 'r5'),
  ],
  [
    'a cluster',
    [work('c1', 'w1', 'r1'), work('c1', 'w2', 'r2'), work('c1', 'w3', 'r3'), work('c1', 'w4', 'r4')],
    work('c1', 'w5', 'r5'),
    work('c2', 'w5', 'r5'),
  ],
])('leaves room for others when %s has all it may have', (_, running, more, other) => {
  expect(hasRoom(running, more, bounds)).toBe(false)
  expect(hasRoom(running, other, bounds)).toBe(true)
})

it('has room for nobody when everything is taken', () => {
  const running = Array.from({ length: 5 }, (_, index) => work(`c${index}`, `w${index}`, `r${index}`))
  expect(hasRoom(running, work('c9', 'w9', 'r9'), bounds)).toBe(false)
})

it('keeps every bound within the one around it', () => {
  expect(boundsOf(10, {})).toEqual({ total: 10, perCluster: 8, perWorkspace: 7, perRepository: 6 })
  expect(boundsOf(1, {})).toEqual({ total: 1, perCluster: 1, perWorkspace: 1, perRepository: 1 })
  expect(boundsOf(10, { perCluster: 4, perRepository: 20 })).toEqual({
    ...{ total: 10, perCluster: 4, perWorkspace: 4, perRepository: 4 },
  })
})

it('looks ahead by the same measure everywhere', () => {
  expect(claimBounds(bounds, 4)).toEqual({ total: 20, perCluster: 16, perWorkspace: 12, perRepository: 8 })
})
