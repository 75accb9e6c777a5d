/** Hostile manifests, as far as nobody has to be asked about them. Each name begins with the row of the threat list that it answers. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEPLOYMENT_ID } from '../testing/plan-data.ts'
import { type Rendered, type TargetRules, toTargets } from './targets.ts'

const CLUSTER_SCOPED = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'])

const rules = (change: Partial<TargetRules> = {}): TargetRules => ({
  deploymentId: DEPLOYMENT_ID,
  workspace: 'acme',
  namespace: 'shop',
  served: (_group, _version, kind) => ({ namespaced: !CLUSTER_SCOPED.has(kind) }),
  isBroken: () => false,
  mayUseClusterKind: () => false,
  mayUseNamespace: () => false,
  mayUseExternalIps: false,
  maySkipDryRun: false,
  ...change,
})

type Metadata = Record<string, unknown>

function manifest(apiVersion: string, kind: string, metadata: Metadata, rest: object = {}): Rendered {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const { name, namespace } = metadata
  const raw = JSON.stringify({ apiVersion, kind, metadata, ...rest })
  return { source: 'a.yaml', raw, apiVersion, kind, name: text(name), namespace: text(namespace) }
}

const configMap = (metadata: Metadata) => manifest('v1', 'ConfigMap', { name: 'a', ...metadata })
const rbac = (kind: string, rest: object) => manifest('rbac.authorization.k8s.io/v1', kind, { name: 'r' }, rest)
const service = (spec: object) => manifest('v1', 'Service', { name: 's' }, { spec })

function one(item: Rendered, change?: Partial<TargetRules>) {
  const { objects, hooks } = toTargets([item], rules(change))
  const [target] = [...objects, ...hooks]
  if (target === undefined) throw new Error('no target')
  return target
}

const refusalOf = (item: Rendered, change?: Partial<TargetRules>) => one(item, change).refusal

/** The policy allows bindings for the whole cluster. */
const TRUSTED = { mayUseClusterKind: ({ kind }: { kind: string }) => kind === 'ClusterRoleBinding' }

describe('M2 a namespace of others', () => {
  const inNamespace = (namespace: string, annotations?: Record<string, string>) =>
    configMap({ namespace, ...(annotations && { annotations }) })
  const own = { mayUseNamespace: (name: string) => name === 'shop-two' }

  it.each([
    ['shop', null],
    ['shop-two', null],
    ['other-project', 'namespace_not_allowed'],
    ['kube-system', 'namespace_not_allowed'],
    ['default', 'namespace_not_allowed'],
    ['shop ', 'namespace_not_allowed'],
    ['SHOP', 'namespace_not_allowed'],
    ['../kube-system', 'namespace_not_allowed'],
  ])('M2 %j: %s', (namespace, reason) => {
    expect(refusalOf(inNamespace(namespace), own)?.reason ?? null).toBe(reason)
    expect(refusalOf(inNamespace(namespace, { 'argocd.argoproj.io/hook': 'PreSync' }), own)?.reason ?? null).toBe(
      reason,
    )
  })
})

describe('M2 a namespace that the set claims to make', () => {
  const claim = (annotations?: Record<string, string>) =>
    manifest('v1', 'Namespace', { name: 'kube-system', ...(annotations && { annotations }) })
  const refusals = (namespace: Rendered, change?: Partial<TargetRules>) =>
    toTargets([namespace, configMap({ namespace: 'kube-system' })], rules(change))
      .objects.filter(({ id }) => id.kind === 'ConfigMap')
      .map(({ refusal }) => refusal?.reason ?? null)
  const mayMake = { mayUseClusterKind: () => true }

  it('M2 opens it only where the namespace is an object of the set and its kind is allowed', () => {
    expect(refusals(claim(), mayMake)).toEqual([null])
    expect(refusals(claim())).toEqual(['namespace_not_allowed'])
  })
  it.each([
    ['left out', { 'argocd.argoproj.io/hook': 'Skip' }],
    ['a test of Helm’s', { 'helm.sh/hook': 'test' }],
    ['a hook of deletions', { 'argocd.argoproj.io/hook': 'PostDelete' }],
    ['a hook that runs too late', { 'argocd.argoproj.io/hook': 'PostSync' }],
    ['a hook', { 'argocd.argoproj.io/hook': 'PreSync' }],
    ['not understood', { 'argocd.argoproj.io/hook': 'Skip', 'argocd.argoproj.io/sync-wave': 'x' }],
  ])('M2 does not open it by one that is %s', (_, annotations) => {
    expect(refusals(claim(annotations), mayMake)).toEqual(['namespace_not_allowed'])
  })
})

describe('M3 names and namespaces that are missing or too many', () => {
  it('M3 a namespaced object without a namespace goes to the destination', () => {
    const { id, object } = one(configMap({}))
    expect([id.namespace, object.metadata.namespace]).toEqual(['shop', 'shop'])
  })
  it('M3 a cluster-scoped object loses the namespace it names', () => {
    const item = manifest('v1', 'Namespace', { name: 'n', namespace: 'kube-system' })
    const { id, text } = one(item, { mayUseClusterKind: () => true })
    expect(id.namespace).toBe('')
    expect(text).not.toContain('kube-system')
  })
  it.each([
    ['generateName instead of a name', { name: undefined, generateName: 'a-' }],
    ['no name', { name: undefined }],
    ['an empty name', { name: '' }],
    ['a path', { name: '../../secrets/x' }],
    ['an encoded path', { name: '..%2f..%2fsecrets' }],
    ['a NUL', { name: 'a\0b' }],
    ['a line feed', { name: 'a\nb' }],
    ['254 characters', { name: 'a'.repeat(254) }],
  ])('M3 %s is refused', (_, metadata) => {
    expect(refusalOf(configMap(metadata))?.reason).toBe('object_invalid')
  })
})

describe('M4 rights', () => {
  const bindsAdmin = rbac('RoleBinding', { roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [] })
  const role = (rule: object, kind = 'Role') => rbac(kind, { rules: [{ verbs: ['get'] }, rule] })
  const everything = { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }
  const tokenOf = (account: string) =>
    manifest(
      'v1',
      'Secret',
      { name: 't', annotations: { 'kubernetes.io/service-account.name': account } },
      { type: 'kubernetes.io/service-account-token' },
    )

  it.each([
    ['a binding to cluster-admin', bindsAdmin, 'roleRef'],
    ['a role with every right', role(everything), 'rules[1]'],
    [
      'escalate',
      role({ apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['escalate'] }),
      'rules[1]',
    ],
    [
      'bind',
      role({ apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'], verbs: ['get', 'bind'] }),
      'rules[1]',
    ],
    ['impersonate', role({ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] }), 'rules[1]'],
    [
      'every verb on roles',
      role({ apiGroups: ['rbac.authorization.k8s.io'], resources: ['*'], verbs: ['*'] }),
      'rules[1]',
    ],
    ['the token of an account of somebody else', tokenOf('builder'), 'type'],
  ])('M4 %s is refused', (_, item, field) => {
    expect(refusalOf(item)).toMatchObject({ reason: 'rights_not_allowed', params: { field } })
    expect(refusalOf(item, TRUSTED)).toBeNull()
  })
  it('M4 a role for the whole cluster is no way around', () => {
    const allowed = { mayUseClusterKind: ({ kind }: { kind: string }) => kind === 'ClusterRole' }
    expect(refusalOf(role(everything, 'ClusterRole'), allowed)?.reason).toBe('rights_not_allowed')
  })
  it.each([
    ['a binding to a role of its own', rbac('RoleBinding', { roleRef: { kind: 'Role', name: 'r' } })],
    ['a binding to view', rbac('RoleBinding', { roleRef: { kind: 'ClusterRole', name: 'view' } })],
    ['a role that reads', role({ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] })],
    ['an operator of its own kinds', role({ apiGroups: ['example.org'], resources: ['*'], verbs: ['*'] })],
    ['an ordinary Secret', manifest('v1', 'Secret', { name: 't' }, { type: 'Opaque' })],
  ])('M4 %s is not', (_, item) => expect(refusalOf(item)).toBeNull())
  it('M4 the token of an account of the same set is not', () => {
    const set = [tokenOf('builder'), manifest('v1', 'ServiceAccount', { name: 'builder' })]
    expect(toTargets(set, rules()).objects.map(({ refusal }) => refusal)).toEqual([null, null])
    const elsewhere = [tokenOf('builder'), manifest('v1', 'ServiceAccount', { name: 'builder', namespace: 'other' })]
    expect(toTargets(elsewhere, rules()).objects[0]?.refusal?.reason).toBe('rights_not_allowed')
  })
})

describe('M5 the bounds of the project', () => {
  it.each(['ResourceQuota', 'LimitRange'])('M5 a %s of the name of the project’s own is refused', (kind) => {
    expect(refusalOf(manifest('v1', kind, { name: 'ieum-quota' }, { spec: {} }), TRUSTED)).toMatchObject({
      reason: 'quota_not_allowed',
      params: { object: `${kind} ieum-quota` },
    })
    expect(refusalOf(manifest('v1', kind, { name: 'team' }, { spec: {} }))).toBeNull()
  })
})

describe('M6 addresses of others', () => {
  it('M6 externalIPs are refused unless the policy allows them', () => {
    const item = service({ externalIPs: ['203.0.113.7'], ports: [{ port: 443 }] })
    expect(refusalOf(item)).toMatchObject({ reason: 'address_not_allowed', params: { field: 'spec.externalIPs' } })
    expect(refusalOf(item, { mayUseExternalIps: true })).toBeNull()
    expect(refusalOf(service({ externalIPs: [] }))).toBeNull()
  })
  it.each([
    '169.254.169.254',
    '127.0.0.1',
    '2130706433',
    '::1',
    'fd00:ec2::254',
    'localhost',
    'LOCALHOST.',
    'api.localhost',
    'metadata',
    'metadata.google.internal',
    'metadata.google.internal.',
    'instance-data',
    'instance-data.ec2.internal',
  ])('M6 an ExternalName may not be %s', (externalName) => {
    const refusal = { reason: 'address_not_allowed', params: { field: 'spec.externalName' } }
    expect(refusalOf(service({ type: 'ExternalName', externalName }))).toMatchObject(refusal)
  })
  it.each(['db.example.org', 'metadata.example.org', 'db-1.internal', 'localhost.example.org'])(
    'M6 an ExternalName may be %s',
    (externalName) => expect(refusalOf(service({ type: 'ExternalName', externalName }))).toBeNull(),
  )
})

describe('M8 one object twice', () => {
  it('M8 in one set is refused, whichever version and namespace it is written with', () => {
    const set = [
      manifest('apps/v1', 'Deployment', { name: 'web' }),
      manifest('apps/v1beta1', 'Deployment', { name: 'web', namespace: 'shop' }),
    ]
    const { objects } = toTargets(set, rules())
    expect(objects).toMatchObject([{ refusal: { reason: 'duplicate_object', params: { object: 'Deployment web' } } }])
  })
  it('M8 as an object and as a hook is refused as well', () => {
    const set = [configMap({}), configMap({ annotations: { 'argocd.argoproj.io/hook': 'PreSync' } })]
    expect(toTargets(set, rules()).objects).toMatchObject([{ refusal: { reason: 'duplicate_object' } }])
  })
})

describe('M9 what only Ieum and the API server write', () => {
  const forged = {
    labels: {
      'ieum.dev/deployment': 'rival',
      'ieum.dev/workspace': 'rival',
      'ieum.dev/project': 'rival',
      'app.kubernetes.io/instance': 'other-app',
    },
    annotations: {
      'ieum.dev/tracking': 'rival:/ConfigMap:shop/a',
      'ieum.dev/run': 'run/PreSync',
      'argocd.argoproj.io/tracking-id': 'other-app:/ConfigMap:shop/a',
    },
    ownerReferences: [{ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system', uid: 'u', controller: true }],
    finalizers: ['ieum.dev/hook', 'example.org/keep'],
    managedFields: [{ manager: 'ieum', operation: 'Apply' }],
    uid: '0b1c2d3e-0000-4000-8000-00000000dead',
    resourceVersion: '1',
    generation: 9,
    creationTimestamp: '2000-01-01T00:00:00Z',
    deletionTimestamp: '2000-01-01T00:00:00Z',
    deletionGracePeriodSeconds: 0,
    selfLink: '/api/v1/x',
  }

  it('M9 is stripped; labels and annotations of other products, and finalizers, are the manifest’s own', () => {
    expect(one(configMap(forged)).object.metadata).toEqual({
      name: 'a',
      namespace: 'shop',
      finalizers: ['example.org/keep'],
      labels: { 'ieum.dev/deployment': DEPLOYMENT_ID, 'app.kubernetes.io/instance': 'other-app' },
      annotations: {
        'ieum.dev/tracking': `${DEPLOYMENT_ID}:/ConfigMap:shop/a`,
        'argocd.argoproj.io/tracking-id': 'other-app:/ConfigMap:shop/a',
      },
    })
  })
  it('M9 a namespace cannot say that it is another workspace’s, or a project', () => {
    const item = manifest('v1', 'Namespace', { name: 'n', labels: forged.labels })
    expect(one(item, { mayUseClusterKind: () => true }).object.metadata.labels).toEqual({
      'ieum.dev/deployment': DEPLOYMENT_ID,
      'ieum.dev/workspace': 'acme',
      'app.kubernetes.io/instance': 'other-app',
    })
  })
  it.each([
    ['labels', 'abc'],
    ['labels', ['a', 'b']],
    ['annotations', 5],
    ['annotations', ['a']],
  ])('M9 %s that are no mapping are refused instead of made one: %j', (field, value) => {
    expect(refusalOf(configMap({ [field]: value }))).toMatchObject({
      reason: 'object_invalid',
      params: { field: `metadata.${field}` },
    })
  })
  it('M9 labels and annotations that are empty are none, as in kubectl', () => {
    expect(refusalOf(configMap({ labels: null, annotations: null }))).toBeNull()
  })
})

describe('M17 what is read of an object', () => {
  it('M17 a wave without quotes is an error of its object that names it', () => {
    expect(refusalOf(configMap({ annotations: { 'argocd.argoproj.io/sync-wave': 5 } }))).toMatchObject({
      reason: 'annotation_invalid',
      detail: 'argocd.argoproj.io/sync-wave: 5',
    })
  })
  it('M17 never throws, whatever an object holds', () => {
    const value = fc.jsonValue({ maxDepth: 3 })
    const annotations = fc.dictionary(
      fc.constantFrom(
        'argocd.argoproj.io/sync-wave',
        'argocd.argoproj.io/sync-options',
        'argocd.argoproj.io/hook',
        'argocd.argoproj.io/hook-delete-policy',
        'argocd.argoproj.io/compare-options',
        'helm.sh/hook',
        'helm.sh/hook-weight',
        '__proto__',
      ),
      value,
    )
    const metadata = fc.record(
      { name: fc.string(), labels: value, annotations: fc.oneof(annotations, value), finalizers: value },
      { requiredKeys: [] },
    )
    const kind = fc.constantFrom('Role', 'RoleBinding', 'Secret', 'Service', 'CustomResourceDefinition', 'Job')
    const fields = fc.record(
      { spec: value, rules: value, roleRef: value, type: value, data: value, stringData: value },
      { requiredKeys: [] },
    )
    const group = fc.constantFrom('v1', 'rbac.authorization.k8s.io/v1')
    fc.assert(
      fc.property(group, kind, metadata, fields, (apiVersion, name, own, rest) => {
        const { objects, hooks, deletionHooks } = toTargets([manifest(apiVersion, name, own, rest)], rules())
        expect(objects.length + hooks.length + deletionHooks.length).toBeLessThanOrEqual(1)
      }),
      { numRuns: 300 },
    )
  })
})
