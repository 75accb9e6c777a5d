/** Builders and generators of the plan's inputs, for tests. */
import fc from 'fast-check'
import type { InventoryEntry } from '../inventory/algebra.ts'
import { NO_OPTIONS } from '../model/object-options.ts'
import { type KubeObject, type ResourceId, resourceKey } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { TRACKING_ANNOTATION, formatMark } from '../ownership/mark.ts'
import type { PlanOptions } from '../plan/plan.ts'

export const DEPLOYMENT_ID = '0199c0de-0000-7000-8000-000000000001'
export const CLUSTER_ID = '0199c0de-0000-7000-8000-0000000000c1'

export const resource = (apiVersion: string, kind: string, name: string, namespace = 'shop'): ResourceId => {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  return { group, version, kind, namespace, name }
}

const objectOf = (id: ResourceId, metadata: Partial<KubeObject['metadata']> = {}): KubeObject => ({
  apiVersion: id.group ? `${id.group}/${id.version}` : id.version,
  kind: id.kind,
  metadata: { name: id.name, ...(id.namespace ? { namespace: id.namespace } : {}), ...metadata },
})

export function target(id: ResourceId, change: Partial<Target> = {}): Target {
  const object = objectOf(id)
  return {
    key: resourceKey(id),
    id,
    source: 'a.yaml',
    text: JSON.stringify(object),
    object,
    options: NO_OPTIONS,
    unstable: [],
    isDefinedHere: false,
    refusal: null,
    ...change,
  }
}

export const entry = (id: ResourceId, change: Partial<InventoryEntry> = {}): InventoryEntry => ({
  ...id,
  clusterId: CLUSTER_ID,
  key: resourceKey(id),
  uid: 'u',
  ordinal: 0,
  applied: true,
  created: true,
  wave: 0,
  hook: false,
  ...change,
})

/** A live object that carries our mark. */
export const ours = (id: ResourceId, metadata: Partial<KubeObject['metadata']> = {}): KubeObject =>
  objectOf(id, {
    ...metadata,
    annotations: { [TRACKING_ANNOTATION]: formatMark(DEPLOYMENT_ID, id), ...metadata.annotations },
  })

export const OPTIONS: PlanOptions = {
  pruneLast: false,
  propagation: 'foreground',
  replace: false,
  applyOutOfSyncOnly: false,
  force: false,
  only: null,
}

const KINDS = [
  resource('v1', 'Namespace', 'x', ''),
  resource('v1', 'ConfigMap', 'x'),
  resource('v1', 'Secret', 'x'),
  resource('v1', 'Service', 'x'),
  resource('apps/v1', 'Deployment', 'x'),
  resource('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'x', ''),
  resource('example.org/v1', 'Widget', 'x'),
]

/** Identities of several kinds, each at most once. */
export const ids: fc.Arbitrary<ResourceId[]> = fc.uniqueArray(
  fc
    .record({ kind: fc.constantFrom(...KINDS), name: fc.constantFrom('a', 'b', 'c', 'd') })
    .map(({ kind, name }) => ({ ...kind, name })),
  { selector: resourceKey, maxLength: 20 },
)

export const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({ kind: fc.constant('same' as const), hasOther: fc.boolean() }),
  fc.constant<Comparison>({
    kind: 'differs',
    differences: [{ path: '/data/a', live: '1', desired: '2', owner: 'hand' }],
  }),
  fc.record({ kind: fc.constant('missing' as const), validated: fc.boolean() }),
  fc.record({
    kind: fc.constant('failed' as const),
    why: fc
      .constantFrom('object_invalid' as const, 'api_failed' as const)
      .map((reason) => ({ reason, params: {}, detail: '' })),
    isRefused: fc.boolean(),
  }),
)
