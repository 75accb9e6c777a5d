/**
 * What a namespaced object may not contain: rights that its author may not have, traffic that is somebody else's, the bounds of its project. This judge knows the
 * rights that a manifest names, and says so before the cluster is asked; what roles of the cluster hold, Kubernetes' own check of escalation
 * knows, because the engine writes as the DevOps project.
 */
import { QUOTA_NAME } from '../model/labels.ts'
import { type KubeObject, type ResourceId, objectLabel } from '../model/resource.ts'
import { type Why, why } from '../model/why.ts'

export type ContentRules = {
  /** The policy allows bindings for the whole cluster; who has those needs no smaller ones to be refused. */
  mayGrantRights: boolean
  mayUseExternalIps: boolean
  /** ServiceAccounts of the same set, as "namespace/name". */
  accounts: ReadonlySet<string>
}

const RBAC = 'rbac.authorization.k8s.io'

/** The first thing in the object that is refused; null: nothing is. Never throws: what has a wrong type is for the API server to refuse. */
export function contentRefusal(id: ResourceId, object: KubeObject, rules: ContentRules): Why | null {
  const field = shapeless(object)
  if (field) return why('object_invalid', { object: objectLabel(id), field }, field)
  if (isBoundOfProject(id)) return why('quota_not_allowed', { object: objectLabel(id) })
  const right = rules.mayGrantRights ? null : grantIn(id, object, rules)
  if (right) return why('rights_not_allowed', { object: objectLabel(id), field: right })
  const address = id.group === '' && id.kind === 'Service' ? addressIn(object, rules) : null
  return address ? why('address_not_allowed', { object: objectLabel(id), field: address }) : null
}

/**
 * The quota that somebody gave the project is not its manifests' to set. Kubernetes refuses it too, because the role of a DevOps project
 * leaves quotas out; here it is said before anybody is asked, and in words.
 */
const isBoundOfProject = ({ group, kind, name }: ResourceId): boolean =>
  group === '' && (kind === 'ResourceQuota' || kind === 'LimitRange') && name === QUOTA_NAME

/** Labels and annotations that are no mapping would become one when ours are added. */
const shapeless = ({ metadata }: KubeObject): string | null =>
  !isMapping(metadata.labels) ? 'metadata.labels' : !isMapping(metadata.annotations) ? 'metadata.annotations' : null

const isMapping = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value))

type Fields = Record<string, unknown>

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : []

/** Where the object hands out rights, or takes those of an account that is not its set's own. */
function grantIn(id: ResourceId, object: KubeObject, { accounts }: ContentRules): string | null {
  if (id.group === RBAC && id.kind.endsWith('RoleBinding')) {
    const { kind, name } = fieldsOf(object['roleRef'])
    return kind === 'ClusterRole' && name === 'cluster-admin' ? 'roleRef' : null
  }
  if (id.group === RBAC && id.kind.endsWith('Role')) {
    const index = (Array.isArray(object['rules']) ? object['rules'] : []).findIndex(escalates)
    return index < 0 ? null : `rules[${index}]`
  }
  if (id.group !== '' || id.kind !== 'Secret' || object['type'] !== 'kubernetes.io/service-account-token') return null
  const account = fieldsOf(object.metadata.annotations)['kubernetes.io/service-account.name']
  return typeof account === 'string' && accounts.has(`${id.namespace}/${account}`) ? null : 'type'
}

/** Verbs by which Kubernetes lets somebody have more rights than he was given. */
const ESCALATING = new Set(['escalate', 'bind', 'impersonate'])

/** A rule with such a verb, by its name or by a wildcard that reaches roles. */
function escalates(rule: unknown): boolean {
  const { verbs, apiGroups, resources } = fieldsOf(rule)
  if (textsOf(verbs).some((verb) => ESCALATING.has(verb))) return true
  const isRbac = textsOf(apiGroups).some((group) => group === '*' || group === RBAC)
  const isRole = textsOf(resources).some((name) => name === '*' || name === 'roles' || name === 'clusterroles')
  return textsOf(verbs).includes('*') && isRbac && isRole
}

/** Addresses of machines, and names that only mean a machine's own services (cloud metadata). */
const NO_NAME = /^[\d.]+$|:|^(?:.+\.)?localhost\.?$|^metadata(?:\.google\.internal)?\.?$|^instance-data(?:\..+)?$/i

/**
 * `externalIPs` takes traffic to any address that passes the cluster's nodes (CVE-2020-8554). An ExternalName of a machine's address resolves
 * to nothing by itself, but leads an ingress controller to it.
 */
function addressIn(object: KubeObject, { mayUseExternalIps }: ContentRules): string | null {
  const { type, externalIPs, externalName } = fieldsOf(object['spec'])
  if (!mayUseExternalIps && Array.isArray(externalIPs) && externalIPs.length > 0) return 'spec.externalIPs'
  const isNoName = type === 'ExternalName' && typeof externalName === 'string' && NO_NAME.test(externalName)
  return isNoName ? 'spec.externalName' : null
}
