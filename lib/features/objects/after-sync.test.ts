import { expect, test } from 'vitest'
import { afterSync, namedPath } from './after-sync.ts'

const live = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'web', extra: 'yes' } },
  spec: {
    replicas: 5,
    containers: [
      { name: 'a', image: 'a:1' },
      { name: 'b', image: 'b:1' },
      { name: 'c', image: 'c:1' },
    ],
  },
}

test('fields are changed, taken away and added; the live object stays as it is', () => {
  const before = structuredClone(live)
  const after = afterSync(live, [
    { path: '/spec/replicas', live: 5, desired: 3 },
    { path: '/metadata/labels/extra', live: 'yes' },
    { path: '/metadata/labels/app.kubernetes.io~1name', live: 'web', desired: 'shop' },
    { path: '/spec/paused', desired: true },
  ])
  expect(after['spec']).toMatchObject({ replicas: 3, paused: true })
  expect(after.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'shop' })
  expect(live).toEqual(before)
})

test('items of lists keep their places while others go and come', () => {
  const after = afterSync(live, [
    { path: '/spec/containers/0', live: { name: 'a' } },
    { path: '/spec/containers/1/image', live: 'b:1', desired: 'b:2' },
    { path: '/spec/containers/2', live: { name: 'c' } },
    { path: '/spec/containers/0', desired: { name: 'z' } },
  ])
  expect(after['spec']).toMatchObject({ containers: [{ name: 'z' }, { name: 'b', image: 'b:2' }] })
})

test('a way that does not exist changes nothing, and no name reaches a prototype', () => {
  expect(afterSync(live, [{ path: '/status/none/deep', desired: 1 }])).toEqual(live)
  const after = afterSync(live, [{ path: '/spec/__proto__', desired: { polluted: true } }])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(Object.keys(after['spec'] as object)).toContain('__proto__')
})

test.each([
  ['/spec/containers/1/image', 'spec.containers[b].image'],
  ['/spec/containers/7/image', 'spec.containers.7.image'.replace('.7', '[7]')],
  ['/metadata/labels/app.kubernetes.io~1name', 'metadata.labels.app.kubernetes.io/name'],
])('%s is written %s', (pointer, text) => expect(namedPath(pointer, live)).toBe(text))
