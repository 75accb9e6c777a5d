import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { childrenOf, listsFor, ownersOf, type LiveObject } from './children.ts'
import { toLive } from './to-live.ts'

const object = (
  kind: string,
  name: string,
  owners: readonly string[] = [],
  claims: readonly string[] = [],
): LiveObject => ({
  ...{ key: `/${kind}/shop/${name}`, group: '', version: 'v1', kind, namespace: 'shop', name, owners, claims },
})
const kindsIn = (managed: Parameters<typeof listsFor>[0]) =>
  listsFor(managed).map(({ namespace, kind }) => `${namespace}/${kind.kind}`)
const managed = (group: string, kind: string, namespace = 'shop', name = 'web') => ({ group, kind, namespace, name })

describe('lists', () => {
  test('are asked for once per kind and namespace, and only where something may be', () => {
    expect(kindsIn([managed('apps', 'Deployment'), managed('apps', 'Deployment', 'shop', 'api')])).toEqual([
      'shop/ReplicaSet',
      'shop/Pod',
    ])
    expect(kindsIn([managed('', 'ConfigMap'), managed('rbac.authorization.k8s.io', 'Role')])).toEqual([])
  })

  test('are wide for custom resources, and never of Secrets', () => {
    const kinds = kindsIn([managed('db.example.org', 'Postgres', '', 'main'), managed('', 'ConfigMap', 'data')])
    expect(kinds).toContain('data/StatefulSet')
    expect(kinds.filter((kind) => kind.endsWith('Secret'))).toEqual([])
  })
})

test('an owner is of the same namespace or of none, the controller first', () => {
  const reference = (kind: string, controller: boolean) => ({
    ...{ apiVersion: 'apps/v1', kind, name: 'web', uid: 'u', controller },
  })
  const metadata = { name: 'x', namespace: 'shop', ownerReferences: [reference('A', false), reference('B', true)] }
  expect(ownersOf({ apiVersion: 'v1', kind: 'Pod', metadata })).toEqual([
    'apps/B/shop/web',
    'apps/B//web',
    'apps/A/shop/web',
    'apps/A//web',
  ])
})

describe('what hangs below', () => {
  const web = 'apps/Deployment/shop/web'
  const set = object('ReplicaSet', 'web-1', [web])
  const pod = object('Pod', 'web-1-a', [set.key])
  const stranger = object('Pod', 'other', ['apps/ReplicaSet/shop/other'])

  test('is found level by level; strangers and what is managed itself are not', () => {
    const { nodes, isCut } = childrenOf([web], [pod, stranger, set], 10)
    expect(nodes.map(({ key, parent }) => [key, parent])).toEqual([
      [set.key, web],
      [pod.key, set.key],
    ])
    expect(isCut).toBe(false)
    expect(childrenOf([web, set.key, pod.key], [set, pod], 10).nodes).toEqual([])
  })

  test('takes the claims of a StatefulSet by its pods', () => {
    const claim = object('PersistentVolumeClaim', 'data-db-0')
    const member = object('Pod', 'db-0', ['apps/StatefulSet/shop/db'], [claim.key])
    const { nodes } = childrenOf(['apps/StatefulSet/shop/db'], [member, claim], 10)
    expect(nodes.map(({ key, parent }) => [key, parent])).toContainEqual([claim.key, 'apps/StatefulSet/shop/db'])
  })

  test('is cut where it is too much', () => {
    const many = Array.from({ length: 20 }, (_, index) => object('Pod', `p${index}`, [web]))
    expect(childrenOf([web], many, 5)).toMatchObject({ isCut: true, nodes: { length: 5 } })
  })

  test('ends whatever owns whatever, with every object at most once', () => {
    const keys = Array.from({ length: 12 }, (_, index) => `/Pod/shop/p${index}`)
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom(web, ...keys), { maxLength: 3 }), { maxLength: 12 }), (owners) => {
        const live = owners.map((own, index) => object('Pod', `p${index}`, own))
        const found = childrenOf([web], live, 100).nodes.map(({ key }) => key)
        expect(new Set(found).size).toBe(found.length)
      }),
    )
  })
})

describe('of a live object is kept', () => {
  const metadata = { name: 'x', namespace: 'shop', annotations: { 'deployment.kubernetes.io/revision': '7' } }

  test('how many of a ReplicaSet are ready, and that it is past', () => {
    const replicas = (spec: number, ready: number) =>
      toLive({
        ...{ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata },
        ...{ spec: { replicas: spec }, status: { replicas: spec, readyReplicas: ready } },
      })
    expect(replicas(3, 2)).toMatchObject({ ready: 2, wanted: 3, isPast: false, revision: '7' })
    expect(replicas(0, 0)).toMatchObject({ isPast: true })
  })

  test('nothing that breaks the page', () => {
    const broken = { spec: 'x', status: [1], metadata } as never
    for (const kind of ['Pod', 'ReplicaSet', 'Thing'])
      expect(toLive({ ...(broken as object), apiVersion: 'v1', kind, metadata })).toMatchObject({ restarts: 0 })
  })
})
