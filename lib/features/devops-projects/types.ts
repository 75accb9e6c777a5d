import type { Reason } from '#lib/core/reasons.ts'
import type { DevopsPolicy } from '#lib/engine/model/policy.ts'
import type { DevopsRole } from '#lib/authz/actor.ts'
import type { DevopsPermission } from '#lib/authz/permissions.ts'

export type DevopsProjectSummary = {
  id: string
  name: string
  alias: string
  description: string
  /** The reader's own role; null where another role gives what they may do. */
  role: DevopsRole | null
  version: number
  permissions: DevopsPermission[]
  deploymentCount: number
  repositoryCount: number
  createdAt: string
}

/** Why a cluster-scoped kind is dangerous; words are `devops.policy.risks.<risk>`. */
export type KindRisk =
  | 'everything'
  | 'rights'
  | 'admission'
  | 'api'
  | 'definition'
  | 'certificate'
  | 'namespace'
  | 'node'
  | 'volume'
  | 'storage'
  | 'priority'
  | 'flow'

const RISKS: readonly { group: RegExp; kind: RegExp; risk: KindRisk }[] = [
  { group: /^rbac\.authorization\.k8s\.io$/, kind: /^ClusterRole(Binding)?$/, risk: 'rights' },
  { group: /^admissionregistration\.k8s\.io$/, kind: /./, risk: 'admission' },
  { group: /^apiregistration\.k8s\.io$/, kind: /^APIService$/, risk: 'api' },
  { group: /^apiextensions\.k8s\.io$/, kind: /^CustomResourceDefinition$/, risk: 'definition' },
  { group: /^certificates\.k8s\.io$/, kind: /./, risk: 'certificate' },
  { group: /^$/, kind: /^Namespace$/, risk: 'namespace' },
  { group: /^$/, kind: /^Node$/, risk: 'node' },
  { group: /^$/, kind: /^PersistentVolume$/, risk: 'volume' },
  { group: /^storage\.k8s\.io$/, kind: /./, risk: 'storage' },
  { group: /^scheduling\.k8s\.io$/, kind: /^PriorityClass$/, risk: 'priority' },
  { group: /^flowcontrol\.apiserver\.k8s\.io$/, kind: /./, risk: 'flow' },
]

/** Why a cluster-scoped kind is dangerous in the hands of one tenant; null where nothing is known against it. */
export function riskOf({ group, kind }: { group: string; kind: string }): KindRisk | null {
  if (group === '*' || kind === '*') return 'everything'
  return RISKS.find((known) => known.group.test(group) && known.kind.test(kind))?.risk ?? null
}

/** A cluster-scoped kind that the clusters of the workspace serve. */
export type ClusterKind = { group: string; kind: string; risk: KindRisk | null }

export type PolicyView = {
  policy: DevopsPolicy
  version: number
  /** Clusters of the workspace, each with the workspace's projects on it: what destinations may name. */
  places: { cluster: string; alias: string; projects: { name: string; alias: string }[] }[]
  /** The person may change what reaches beyond the workspace. */
  mayWiden: boolean
}

/** A deployment that a policy would stop, and why. */
export type PolicyStop = { name: string; reason: Reason; subject: string }
export type PolicyImpact = { stops: PolicyStop[]; total: number }
