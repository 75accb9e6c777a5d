import { beforeEach, describe, expect, it } from 'vitest'
import type { Source } from '../source/source.ts'
import type { Claim } from '../store/claims.ts'
import { type Quiet, type Settled, createQuiet } from './quiet.ts'

let commit: string | Error
let time: number
let isComplete: boolean
let quiet: Quiet

const source: Pick<Source, 'resolve'> = {
  resolve: () =>
    commit instanceof Error
      ? Promise.reject(commit)
      : Promise.resolve({ requested: 'main', kind: 'branch', ref: '', commit }),
}
const claim = (change: Partial<Claim> = {}): Claim => ({
  deploymentId: 'd1',
  clusterId: 'c1',
  workspaceId: 'w1',
  repositoryId: 'r1',
  owner: 'e1',
  token: 2n,
  wakeReason: 'poll',
  dueSeconds: 0,
  failures: 0,
  version: '1',
  stamp: 'rows',
  isBusy: false,
  ...change,
})
const settled = (): Settled => ({
  remote: { url: 'https://example.org/shop', credential: null, tenant: 'w1' },
  revision: 'main',
  commit: 'c1',
  live: { covers: () => isComplete } as unknown as Settled['live'],
  kinds: [],
})
const pass = (found: Settled | null = settled()) => {
  quiet.begin('d1')
  quiet.end(claim({ token: 1n }), found)
}

beforeEach(() => {
  commit = 'c1'
  time = 0
  isComplete = true
  quiet = createQuiet(source, () => time)
})

describe('a deployment is quiet', () => {
  it('as long as nothing changed, look after look', async () => {
    pass()
    expect(await quiet.check(claim(), 0)).toBe(true)
    expect(await quiet.check(claim({ token: 3n }), 0)).toBe(true)
  })

  it.each<[string, Partial<Claim>]>([
    ['another process had it meanwhile', { token: 3n }],
    ['somebody changed what is wanted', { stamp: 'other rows' }],
    ['somebody asked for a sync', { isBusy: true }],
    ['nobody has looked at it yet', { deploymentId: 'd2' }],
  ])('not when %s', async (_, change) => {
    pass()
    expect(await quiet.check(claim(change), 0)).toBe(false)
  })

  it('not when Git moved or does not answer', async () => {
    pass()
    commit = 'c2'
    expect(await quiet.check(claim(), 0)).toBe(false)
    commit = new Error('away')
    expect(await quiet.check(claim(), 0)).toBe(false)
  })

  it('not when a watch told something, before, during or after the pass', async () => {
    pass()
    quiet.disturb('d1')
    expect(await quiet.check(claim(), 0)).toBe(false)
    quiet.begin('d1')
    quiet.disturb('d1')
    quiet.end(claim({ token: 1n }), settled())
    expect(await quiet.check(claim(), 0)).toBe(false)
    pass()
    const checking = quiet.check(claim(), 0)
    quiet.disturb('d1')
    expect(await checking).toBe(false)
  })

  it('not while a watch is away, after a pass that left something to do, or after a long time', async () => {
    pass()
    isComplete = false
    expect(await quiet.check(claim(), 0)).toBe(false)
    isComplete = true
    pass(null)
    expect(await quiet.check(claim(), 0)).toBe(false)
    pass()
    time = 15 * 60_000 + 1
    expect(await quiet.check(claim(), 0)).toBe(false)
  })
})
