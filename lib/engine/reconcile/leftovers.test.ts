import { beforeEach, describe, expect, it } from 'vitest'
import type { Discovery } from '#lib/kube/types.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { createLiveObjects } from '../observe/live-objects.ts'
import { type FakeKube, createFakeKube, seed } from '../testing/fake-kube.ts'
import { CLUSTER_ID, entry, ours, resource } from '../testing/plan-data.ts'
import { readEntry } from './leftovers.ts'
import type { Pass } from './pass.ts'

const widget = resource('example.org/v1', 'Widget', 'w')
const NOTHING: Discovery = { find: () => undefined, findKind: () => undefined, kinds: () => [], broken: [] }

let kube: FakeKube

/** What an entry reads as, where the server's own answer is `asked` and an earlier one is still remembered. */
async function read(remembered: Discovery, asked?: Discovery) {
  const answer = asked ?? (await kube.discover())
  const api = { ...kube, discover: (fresh?: boolean) => Promise.resolve(fresh ? answer : remembered) }
  const client: ClusterClient = {
    id: CLUSTER_ID,
    api,
    live: createLiveObjects(kube, () => undefined, new AbortController().signal),
    kubeVersion: () => Promise.resolve('v1.36.0'),
  }
  const pass = { snapshot: { cluster: { id: CLUSTER_ID } }, ports: { clusters: { open: () => client } } }
  return readEntry(pass as unknown as Pass, entry(widget))
}

beforeEach(() => {
  kube = createFakeKube()
  kube.served.add('Widget')
  seed(kube, ours(widget))
})

describe('an object of a kind that was not served when the server was last asked', () => {
  it('is read once the server says that it serves the kind now: another process may have defined it since', async () => {
    expect(await read(NOTHING)).toMatchObject({ kind: 'Widget' })
  })

  it('is gone when the server still does not serve the kind', async () => {
    expect(await read(NOTHING, NOTHING)).toBeNull()
  })

  it('is unknown while the server of its group does not answer', async () => {
    expect(await read(NOTHING, { ...NOTHING, broken: ['example.org'] })).toBeUndefined()
  })
})
