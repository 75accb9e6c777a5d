/** The order in which objects are applied (gitops-engine's kind order); deletion goes the other way. */
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

export const isNamespace = (id: Pick<ResourceId, 'group' | 'kind'>): boolean =>
  id.group === '' && id.kind === 'Namespace'
export const isDefinition = (id: Pick<ResourceId, 'group' | 'kind'>): boolean =>
  id.group === 'apiextensions.k8s.io' && id.kind === 'CustomResourceDefinition'

/**
 * Place of an object within its step. Namespaces come before everything and definitions before the objects they define, wherever those
 * stand in the kind order.
 */
export const objectRank = (id: Pick<ResourceId, 'group' | 'kind'>): number =>
  isNamespace(id) ? -2 : isDefinition(id) ? -1 : kindRank(id.kind)

/** Total order of objects within one step: rank, then identity. */
export function compareIds(left: ResourceId, right: ResourceId): number {
  return (
    objectRank(left) - objectRank(right) ||
    compareText(left.group, right.group) ||
    compareText(left.kind, right.kind) ||
    compareText(left.namespace, right.namespace) ||
    compareText(left.name, right.name)
  )
}

/** Independent of locale: the same on every machine. */
const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
