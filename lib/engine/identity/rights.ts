/**
 * What a DevOps project may do on a cluster, as objects of Kubernetes: one ServiceAccount, one RoleBinding in each namespace that the policy
 * allows, and one ClusterRole with its binding for the cluster-scoped kinds that it allows. Pure.
 */
import type { ApiKind } from '#lib/kube/types.ts'
import { DEVOPS_PROJECT_LABEL } from '../model/labels.ts'
import type { KubeObject } from '../model/resource.ts'

/** Ieum's own namespace on every cluster. No project may have its name. */
export const SYSTEM_NAMESPACE = 'ieum-system'
/** What every DevOps project may do inside of a namespace where it is bound to it. By itself it gives nobody anything. */
export const DEPLOYER_ROLE = 'ieum-deployer'

export const RBAC_GROUP = 'rbac.authorization.k8s.io'
const RBAC = `${RBAC_GROUP}/v1`

/** Unique wherever several installations share a cluster: the id is a UUID. */
export const identityName = (devopsProjectId: string): string => `ieum-devops-${devopsProjectId}`

/** As whom writes of the DevOps project are made. */
export const accountOf = (devopsProjectId: string): string =>
  `system:serviceaccount:${SYSTEM_NAMESPACE}:${identityName(devopsProjectId)}`

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] }

const READ = ['get', 'list', 'watch']
/** Written out: "*" would hold `escalate` and `bind`, by which somebody gives more than he was given. */
const MANAGE = [...READ, 'create', 'update', 'patch', 'delete', 'deletecollection']

const POD_PARTS = [
  'status',
  'log',
  'exec',
  'attach',
  'portforward',
  'proxy',
  'eviction',
  'ephemeralcontainers',
  'resize',
]
const CORE = [
  ...['configmaps', 'secrets', 'events', 'persistentvolumeclaims', 'persistentvolumeclaims/status', 'podtemplates'],
  ...['services', 'services/status', 'services/proxy', 'replicationcontrollers', 'replicationcontrollers/status'],
  ...['replicationcontrollers/scale', 'pods', ...POD_PARTS.map((part) => `pods/${part}`)],
]

/** Groups with rules of their own, or in which "*" means more than objects of a namespace. */
const APART = new Set([
  '*',
  '',
  RBAC_GROUP,
  'discovery.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'security.openshift.io',
])

/**
 * The rules of the role for namespaces. They hold Kubernetes' `view`, `edit` and `admin`, so that those may be bound there as well. Like Kubernetes' own `admin`, they leave out what limits a project from outside (its Namespace, quotas
 * and limits) and what leads traffic to others' pods (Endpoints, EndpointSlices: CVE-2021-25740). Unlike it, they hold every custom kind.
 */
export function deployerRules(groups: Iterable<string>): Rule[] {
  const open = [...new Set(['extensions', ...groups])].filter((group) => !APART.has(group)).toSorted()
  return [
    { apiGroups: [''], resources: CORE, verbs: ['*'] },
    { apiGroups: [''], resources: ['serviceaccounts', 'serviceaccounts/token'], verbs: [...MANAGE, 'impersonate'] },
    { apiGroups: [RBAC_GROUP], resources: ['roles', 'rolebindings'], verbs: MANAGE },
    { apiGroups: ['authorization.k8s.io'], resources: ['localsubjectaccessreviews'], verbs: ['create'] },
    { apiGroups: open, resources: ['*'], verbs: ['*'] },
    { apiGroups: ['*'], resources: ['*'], verbs: READ },
  ]
}

/** The groups that live rules of the role already hold: they only become more, so that processes with older knowledge take nothing away. */
export const groupsIn = (role: KubeObject | null): string[] =>
  ((role?.['rules'] ?? []) as Partial<Rule>[]).flatMap(({ apiGroups }) => apiGroups ?? [])

export const deployerRole = (groups: Iterable<string>): KubeObject => ({
  apiVersion: RBAC,
  kind: 'ClusterRole',
  metadata: { name: DEPLOYER_ROLE, labels: { 'app.kubernetes.io/managed-by': 'ieum' } },
  rules: deployerRules(groups),
})

export const systemNamespace: KubeObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: SYSTEM_NAMESPACE, labels: { 'app.kubernetes.io/managed-by': 'ieum' } },
}

export type Holder = { devopsProjectId: string; workspace: string; devopsProject: string }

/** Everything that the DevOps project needs on the cluster; nothing where nothing is allowed. */
export function identityObjects(
  holder: Holder,
  { namespaces, clusterKinds }: { namespaces: Iterable<string>; clusterKinds: readonly ApiKind[] },
): KubeObject[] {
  const metadata = {
    name: identityName(holder.devopsProjectId),
    labels: { 'app.kubernetes.io/managed-by': 'ieum', [DEVOPS_PROJECT_LABEL]: holder.devopsProjectId },
    annotations: { 'ieum.dev/description': `DevOps project ${holder.workspace}/${holder.devopsProject} of Ieum` },
  }
  const subjects = [{ kind: 'ServiceAccount', name: metadata.name, namespace: SYSTEM_NAMESPACE }]
  const boundTo = (name: string) => ({ roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name }, subjects })
  const inNamespaces = [...namespaces].map((namespace) => ({
    ...{ apiVersion: RBAC, kind: 'RoleBinding', metadata: { ...metadata, namespace } },
    ...boundTo(DEPLOYER_ROLE),
  }))
  const rules = clusterRules(clusterKinds)
  const onCluster =
    rules.length === 0
      ? []
      : [
          { apiVersion: RBAC, kind: 'ClusterRole', metadata, rules },
          { apiVersion: RBAC, kind: 'ClusterRoleBinding', metadata, ...boundTo(metadata.name) },
        ]
  const rights: KubeObject[] = [...onCluster, ...inNamespaces]
  if (rights.length === 0) return []
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata, namespace: SYSTEM_NAMESPACE } }
  // Nobody runs as it: it is only ever acted for.
  return [{ ...account, automountServiceAccountToken: false }, ...rights]
}

function clusterRules(kinds: readonly ApiKind[]): Rule[] {
  const mayBind = kinds.some(({ group, kind }) => group === RBAC_GROUP && kind === 'ClusterRoleBinding')
  return [...kindRules(kinds), ...(mayBind ? [HANDING_OUT] : [])]
}

/**
 * A policy that allows bindings for the whole cluster allows to hand out any right: an operator's manifests need it for their own
 * ServiceAccount. Only those who rule the platform's workspaces set such a policy.
 */
const HANDING_OUT: Rule = {
  apiGroups: [RBAC_GROUP],
  resources: ['clusterroles', 'roles'],
  verbs: ['bind', 'escalate'],
}

function kindRules(kinds: readonly ApiKind[]): Rule[] {
  const byGroup = Map.groupBy(kinds, ({ group }) => group)
  return [...byGroup]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([group, of]) => ({
      apiGroups: [group],
      resources: [...new Set(of.map(({ plural }) => plural))].toSorted(),
      verbs: MANAGE,
    }))
}
