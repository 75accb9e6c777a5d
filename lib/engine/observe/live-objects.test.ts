import { beforeEach, describe, expect, it } from 'vitest'
import type { KubeObject } from '../model/resource.ts'
import { DEPLOYMENT_LABEL } from '../ownership/mark.ts'
import { type FakeKube, createFakeKube, seed } from '../testing/fake-kube.ts'
import { resource } from '../testing/plan-data.ts'
import { type LiveObjects, createLiveObjects } from './live-objects.ts'

const id = resource('v1', 'ConfigMap', 'a')
const object = (value: string, resourceVersion: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', resourceVersion, labels: { [DEPLOYMENT_LABEL]: 'd1' } },
  data: { value },
})

let kube: FakeKube
let live: LiveObjects
let news: string[]

beforeEach(async () => {
  kube = createFakeKube()
  news = []
  live = createLiveObjects(
    kube,
    (deploymentId, what) => news.push(`${deploymentId} ${what}`),
    new AbortController().signal,
  )
  const kind = (await kube.discover()).find('', 'v1', 'ConfigMap')
  live.observe(kind ? [kind] : [])
})

const emit = (type: 'ADDED' | 'MODIFIED' | 'DELETED', value: string, version: string) =>
  kube.emit('ConfigMap', { type, object: object(value, version) })
const complete = () => kube.emit('ConfigMap', { type: 'SYNCED' })

describe('reading through a watch', () => {
  it('asks the server until the first list is complete, and not any more afterwards', async () => {
    seed(kube, object('one', '1'))
    emit('ADDED', 'one', '1')
    await live.read(id)
    expect(kube.calls).toHaveLength(1)
    complete()
    expect(await live.read(id)).toMatchObject({ data: { value: 'one' } })
    expect(kube.calls).toHaveLength(1)
  })
  it('asks the server for what the watch does not know', async () => {
    complete()
    expect(await live.read(id)).toBeNull()
    expect(kube.calls).toHaveLength(1)
  })
  it('asks the server again while the watch is lost', async () => {
    emit('ADDED', 'one', '1')
    complete()
    kube.emit('ConfigMap', { type: 'LOST', reason: 'x' })
    expect(await live.read(id)).toBeNull()
  })
  it('knows what a write answered before the watch tells', async () => {
    emit('ADDED', 'one', '1')
    complete()
    live.remember(object('two', '2'))
    emit('MODIFIED', 'one', '1')
    expect(await live.read(id)).toMatchObject({ data: { value: 'two' } })
  })
})

describe('news from a watch', () => {
  it('is nothing while the first list comes in', () => {
    emit('ADDED', 'one', '1')
    complete()
    expect(news).toEqual([])
  })
  it('is what changed between a pass and the first list', () => {
    live.remember(object('one', '1'))
    emit('ADDED', 'two', '2')
    expect(news).toEqual(['d1 drift'])
  })
  it('is a changed field, and not what we wrote ourselves', () => {
    emit('ADDED', 'one', '1')
    complete()
    live.remember(object('two', '2'))
    emit('MODIFIED', 'two', '2')
    expect(news).toEqual([])
    emit('MODIFIED', 'three', '3')
    expect(news).toEqual(['d1 drift'])
  })
  it('is a deletion, also one that is only found by the next list', () => {
    emit('ADDED', 'one', '1')
    complete()
    emit('DELETED', 'one', '2')
    expect(news).toEqual(['d1 drift'])
    emit('ADDED', 'one', '3')
    kube.emit('ConfigMap', { type: 'LOST', reason: 'x' })
    complete()
    expect(news).toEqual(['d1 drift', 'd1 drift', 'd1 drift'])
  })
  it('is not the late end of an object that was made again', async () => {
    complete()
    live.remember(object('new', '5'))
    emit('DELETED', 'old', '4')
    expect(await live.read(id)).toMatchObject({ data: { value: 'new' } })
  })
})

it('tells a deployment that another one took its object over', async () => {
  emit('ADDED', 'one', '1')
  complete()
  const taken = { ...object('one', '2').metadata, labels: { [DEPLOYMENT_LABEL]: 'd2' } }
  live.remember({ ...object('one', '2'), metadata: taken })
  expect(news).toEqual(['d1 drift'])
  kube.emit('ConfigMap', { type: 'MODIFIED', object: object('one', '3') })
  expect(news).toEqual(['d1 drift', 'd2 drift', 'd1 drift'])
})
