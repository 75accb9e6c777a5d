/** The order in which objects are applied (gitops-engine's kind order); deletion goes the other way. */
import type { StageName } from '../model/plan.ts'
import type { ResourceId } from '../model/resource.ts'

const KIND_ORDER = [
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
]
const RANKS = new Map(KIND_ORDER.map((kind, rank) => [kind, rank]))

/** Place of a kind among the objects of a stage; kinds that are not listed (custom ones) come last. */
export const kindRank = (kind: string): number => RANKS.get(kind) ?? KIND_ORDER.length

/** Namespaces come before everything and definitions before the objects they define, wherever those stand in the kind order. */
export function stageOf(id: Pick<ResourceId, 'group' | 'kind'>): Exclude<StageName, 'prune'> {
  if (id.group === '' && id.kind === 'Namespace') return 'namespaces'
  return id.group === 'apiextensions.k8s.io' && id.kind === 'CustomResourceDefinition' ? 'definitions' : 'objects'
}

const STAGE_RANK = { namespaces: 0, definitions: 1, objects: 2 } as const

/** Total order of objects within one set: stage, kind, then identity. */
export function compareIds(left: ResourceId, right: ResourceId): number {
  return (
    STAGE_RANK[stageOf(left)] - STAGE_RANK[stageOf(right)] ||
    kindRank(left.kind) - kindRank(right.kind) ||
    compareText(left.group, right.group) ||
    compareText(left.kind, right.kind) ||
    compareText(left.namespace, right.namespace) ||
    compareText(left.name, right.name)
  )
}

/** Independent of locale: the same on every machine. */
const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
