import { describe, expect, it } from 'vitest'
import { DEPLOYMENT_ID } from '../testing/plan-data.ts'
import { type Rendered, type TargetRules, toTargets } from './targets.ts'

const CLUSTER_SCOPED = new Set(['Namespace', 'ClusterRole', 'CustomResourceDefinition', 'PersistentVolume'])
const SERVED = new Set(['v1', 'apps/v1', 'rbac.authorization.k8s.io/v1', 'apiextensions.k8s.io/v1'])

const rules = (change: Partial<TargetRules> = {}): TargetRules => ({
  deploymentId: DEPLOYMENT_ID,
  workspace: 'acme',
  namespace: 'shop',
  served: (group, version, kind) =>
    SERVED.has(group ? `${group}/${version}` : version) && kind !== 'Unknown'
      ? { namespaced: !CLUSTER_SCOPED.has(kind) }
      : null,
  isBroken: () => false,
  mayUseClusterKind: () => false,
  mayUseNamespace: () => false,
  mayUseExternalIps: false,
  maySkipDryRun: false,
  ...change,
})

function rendered(
  apiVersion: string,
  kind: string,
  metadata: Record<string, unknown>,
  rest: object = {},
  source = 'a.yaml',
): Rendered {
  const { name = '', namespace = '' } = metadata as { name?: string; namespace?: string }
  return { source, raw: JSON.stringify({ apiVersion, kind, metadata, ...rest }), apiVersion, kind, name, namespace }
}

const one = (item: Rendered, change?: Partial<TargetRules>) => {
  const [target] = toTargets([item], rules(change)).objects
  if (target === undefined) throw new Error('no target')
  return target
}

describe('the namespace of a target', () => {
  it('is the destination where the manifest names none', () => {
    expect(one(rendered('v1', 'ConfigMap', { name: 'a' }))).toMatchObject({ key: '/ConfigMap/shop/a', refusal: null })
  })
  it('is dropped from cluster-scoped objects', () => {
    const target = one(rendered('v1', 'Namespace', { name: 'a', namespace: 'x' }), { mayUseClusterKind: () => true })
    expect(target).toMatchObject({ key: '/Namespace//a', refusal: null })
    expect(target.object.metadata.namespace).toBeUndefined()
  })
  it('tells, where it is made here, whose it is, whatever the manifest says', () => {
    const labels = { 'ieum.dev/workspace': 'rival', app: 'x' }
    const { object } = one(rendered('v1', 'Namespace', { name: 'a', labels }), { mayUseClusterKind: () => true })
    expect(object.metadata.labels).toEqual({
      'ieum.dev/workspace': 'acme',
      'ieum.dev/deployment': DEPLOYMENT_ID,
      app: 'x',
    })
  })
  it('may be another only where the policy says so', () => {
    const item = rendered('v1', 'ConfigMap', { name: 'a', namespace: 'kube-system' })
    expect(one(item).refusal).toEqual({
      reason: 'namespace_not_allowed',
      params: { namespace: 'kube-system' },
      detail: '',
    })
    expect(one(item, { mayUseNamespace: (name) => name === 'kube-system' }).refusal).toBeNull()
  })
  it('may be one that the same set creates', () => {
    const set = [
      rendered('v1', 'ConfigMap', { name: 'a', namespace: 'new' }),
      rendered('v1', 'Namespace', { name: 'new' }),
    ]
    expect(toTargets(set, rules({ mayUseClusterKind: () => true })).objects.map(({ refusal }) => refusal)).toEqual([
      null,
      null,
    ])
  })
})

describe('a target is refused', () => {
  it.each([
    [
      'for a cluster-scoped kind that is not allowed',
      rendered('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'a' }),
      'kind_not_allowed',
    ],
    ['for a kind that the cluster does not know', rendered('example.org/v1', 'Unknown', { name: 'a' }), 'kind_unknown'],
    ['without a name', rendered('v1', 'ConfigMap', { generateName: 'a-' }), 'object_invalid'],
    ['for a name that would leave its path', rendered('v1', 'ConfigMap', { name: '../secrets/x' }), 'object_invalid'],
    ['for a name of dots', rendered('v1', 'ConfigMap', { name: '..' }), 'object_invalid'],
  ])('%s', (_, item, reason) => expect(one(item).refusal?.reason).toBe(reason))

  it('once, when the set contains it twice', () => {
    const twice = [
      rendered('v1', 'ConfigMap', { name: 'a' }, {}, 'a.yaml'),
      rendered('v1', 'ConfigMap', { name: 'a', namespace: 'shop' }, {}, 'b.yaml'),
    ]
    expect(toTargets(twice, rules()).objects).toMatchObject([
      { refusal: { reason: 'duplicate_object', params: { object: 'ConfigMap a' }, detail: 'a.yaml, b.yaml' } },
    ])
  })

  it('not, when only its group does not answer', () => {
    expect(
      one(rendered('metrics.example.org/v1', 'Unknown', { name: 'a' }), { isBroken: () => true }).refusal,
    ).toBeNull()
  })

  it('names RBAC may have', () => {
    const item = rendered('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'system:shop:view' })
    expect(one(item, { mayUseClusterKind: () => true }).refusal).toBeNull()
  })
})

describe('a kind that the set defines itself', () => {
  const definition = (scope: string, served = true) =>
    rendered(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      { name: 'widgets.example.org' },
      {
        spec: { group: 'example.org', scope, names: { kind: 'Widget' }, versions: [{ name: 'v1', served }] },
      },
    )
  const widget = (apiVersion = 'example.org/v1') => rendered(apiVersion, 'Widget', { name: 'w' })
  const allowed = { mayUseClusterKind: () => true }
  const targetOf = (items: Rendered[]) =>
    toTargets(items, rules(allowed)).objects.find(({ id }) => id.kind === 'Widget')

  it('has the scope of its definition, wherever that stands', () => {
    expect(targetOf([widget(), definition('Namespaced')])).toMatchObject({
      isDefinedHere: true,
      refusal: null,
      id: { namespace: 'shop' },
    })
    expect(targetOf([definition('Cluster'), widget()])).toMatchObject({ isDefinedHere: true, id: { namespace: '' } })
  })
  it('is refused in a version that its definition does not serve', () => {
    expect(targetOf([definition('Namespaced'), widget('example.org/v2')])?.refusal?.reason).toBe('crd_missing')
    expect(targetOf([definition('Namespaced', false), widget()])?.refusal?.reason).toBe('crd_missing')
  })
})

describe('the text of a target', () => {
  it('carries our mark instead of one that the manifest brings along', () => {
    const forged = { 'ieum.dev/tracking': 'somebody:/ConfigMap:shop/a', team: 'shop' }
    const { object } = one(
      rendered('v1', 'ConfigMap', {
        name: 'a',
        labels: { 'ieum.dev/deployment': 'x', 'app.kubernetes.io/managed-by': 'Helm' },
        annotations: forged,
      }),
    )
    expect(object.metadata.annotations).toEqual({
      'ieum.dev/tracking': `${DEPLOYMENT_ID}:/ConfigMap:shop/a`,
      team: 'shop',
    })
    expect(object.metadata.labels).toEqual({
      'ieum.dev/deployment': DEPLOYMENT_ID,
      'app.kubernetes.io/managed-by': 'Helm',
    })
  })
  it('leaves out what only the API server may write', () => {
    const metadata = {
      name: 'a',
      uid: 'u',
      resourceVersion: '7',
      managedFields: [],
      creationTimestamp: null,
      ownerReferences: [{ name: 'x' }],
      finalizers: ['example.org/keep'],
    }
    expect(Object.keys(one(rendered('v1', 'ConfigMap', metadata)).object.metadata).toSorted()).toEqual([
      'annotations',
      'finalizers',
      'labels',
      'name',
      'namespace',
    ])
  })
  it('keeps every digit', () => {
    const raw = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"big":9007199254740993,"ratio":1.0}'
    const { text } = one({ ...rendered('v1', 'ConfigMap', { name: 'a' }), raw })
    expect(text).toContain('"big":9007199254740993,"ratio":1.0')
  })
})

describe('what is not part of a sync', () => {
  const hook = (name: string, value: string) =>
    rendered('v1', 'ConfigMap', { name, annotations: { 'argocd.argoproj.io/hook': value } })

  it('is left out: what skips itself, and hooks of deletions, which are named', () => {
    const { objects, hooks, deletionHooks } = toTargets(
      [hook('a', 'Skip'), hook('b', 'PostDelete'), hook('c', 'PreSync'), rendered('v1', 'ConfigMap', { name: 'd' })],
      rules(),
    )
    expect([objects, hooks].map((some) => some.map(({ id }) => id.name))).toEqual([['d'], ['c']])
    expect(deletionHooks).toEqual(['ConfigMap b'])
  })

  it('is not the same as an annotation that cannot be understood', () => {
    expect(toTargets([hook('a', 'Skipp')], rules()).objects).toMatchObject([
      { refusal: { reason: 'annotation_invalid', detail: 'argocd.argoproj.io/hook: Skipp' } },
    ])
  })
})
