/** Makes the rights of a DevOps project on a cluster what they should be: reads what is there, writes what differs, deletes the rest. */
import { isDeepStrictEqual } from 'node:util'
import { AppError } from '#lib/core/errors.ts'
import type { ApiKind, Discovery, KubeApi } from '#lib/kube/types.ts'
import { DEVOPS_PROJECT_LABEL, WORKSPACE_LABEL } from '../model/labels.ts'
import { allowedNamespaces, allowsCluster, allowsClusterKind } from '../model/policy.ts'
import { type KubeObject, type ResourceId, resourceIdOf, resourceKey } from '../model/resource.ts'
import type { Basis } from '../store/identities.ts'
import {
  DEPLOYER_ROLE,
  RBAC_GROUP,
  SYSTEM_NAMESPACE,
  deployerRole,
  groupsIn,
  identityName,
  identityObjects,
  systemNamespace,
} from './rights.ts'

export type Granted = {
  /** Something on the cluster was changed. */
  hasChanged: boolean
  /** Namespaces in which the policy allows to write, also those that do not exist. */
  namespaces: ReadonlySet<string>
}

type Wanted = { namespaces: ReadonlySet<string>; bound: ReadonlySet<string>; clusterKinds: ApiKind[] }

export type Granting = {
  /** What the cluster serves is asked anew. */
  isFresh: boolean
  /** The basis as it is by now: another process may have made what an older one does not know. */
  reload: () => Promise<Basis | null>
}

/** Gives the DevOps project exactly the rights of its basis. Throws what the Kubernetes door throws. */
export async function grant(api: KubeApi, basis: Basis, { isFresh, reload }: Granting): Promise<Granted> {
  const discovery = await api.discover(isFresh)
  const wanted = await wantedRights(api, basis, discovery)
  const objects = objectsOf(basis, wanted)
  const hasRole = objects.length > 0 && (await keepDeployerRole(api, discovery))
  const confirmed = async () => {
    const present = await reload()
    return present === null ? [] : objectsOf(present, await wantedRights(api, present, discovery))
  }
  const hasChanged = await keep(api, discovery, basis.devopsProjectId, { objects, confirmed })
  return { hasChanged: hasRole || hasChanged, namespaces: wanted.namespaces }
}

const objectsOf = (basis: Basis, { bound, clusterKinds }: Wanted): KubeObject[] =>
  identityObjects(basis, { namespaces: bound, clusterKinds })

/** Takes everything from the cluster that is the DevOps project's identity. Doing it twice is once. */
export async function withdraw(api: KubeApi, devopsProjectId: string): Promise<void> {
  const nothing = { objects: [], confirmed: () => Promise.resolve([]) }
  await keep(api, await api.discover(), devopsProjectId, nothing)
}

const allNamespaces: ApiKind = {
  ...{ group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces' },
  namespaced: false,
  verbs: ['list'],
}

/**
 * A project's namespace is bound where it says that it is the workspace's, as everywhere else: a name that was registered before anybody could
 * ask the cluster opens nothing. Extra namespaces are bound as they are.
 */
async function wantedRights(api: KubeApi, basis: Basis, discovery: Discovery): Promise<Wanted> {
  const { policy, cluster, workspace, projects: ofWorkspace, made } = basis
  if (!basis.isClusterOfWorkspace || !allowsCluster(policy, cluster)) {
    return { namespaces: new Set(), bound: new Set(), clusterKinds: [] }
  }
  const { projects, named } = allowedNamespaces(policy, { cluster, projects: ofWorkspace })
  const lives = await api.list(allNamespaces)
  const isOurs = ({ metadata }: KubeObject) => metadata.labels?.[WORKSPACE_LABEL] === workspace
  const mayMake = allowsClusterKind(policy, '', 'Namespace')
  const own = new Set([...projects, ...(mayMake ? made : [])])
  const bound = lives
    .filter((live) => live.metadata.deletionTimestamp === undefined && live.metadata.name !== SYSTEM_NAMESPACE)
    .filter((live) => named.has(live.metadata.name) || (own.has(live.metadata.name) && isOurs(live)))
    .map(({ metadata }) => metadata.name)
  const clusterKinds = discovery
    .kinds()
    .filter(({ namespaced, group, kind }) => !namespaced && allowsClusterKind(policy, group, kind))
  return { namespaces: new Set([...own, ...named]), bound: new Set(bound), clusterKinds }
}

async function keepDeployerRole(api: KubeApi, discovery: Discovery): Promise<boolean> {
  const id: ResourceId = { group: RBAC_GROUP, version: 'v1', kind: 'ClusterRole', namespace: '', name: DEPLOYER_ROLE }
  const live = await api.get(id)
  const role = deployerRole([...groupsIn(live), ...discovery.kinds().map(({ group }) => group)])
  if (live && isSame(live, role)) return false
  await api.apply(id, JSON.stringify(role))
  return true
}

/** What decides about an object; a binding's role cannot be changed, so that another one is another object. */
const essence = ({ rules, roleRef, subjects }: KubeObject) => ({ rules, roleRef, subjects })
const isSame = (live: KubeObject, wanted: KubeObject): boolean => isDeepStrictEqual(essence(live), essence(wanted))
const isRebound = (live: KubeObject, wanted: KubeObject): boolean =>
  !isDeepStrictEqual(live['roleRef'], wanted['roleRef'])

const KINDS = ['RoleBinding', 'ClusterRoleBinding', 'ClusterRole']

async function keep(
  api: KubeApi,
  discovery: Discovery,
  devopsProjectId: string,
  { objects: wanted, confirmed }: { objects: readonly KubeObject[]; confirmed: () => Promise<readonly KubeObject[]> },
): Promise<boolean> {
  const lives = await liveObjects(api, discovery, devopsProjectId)
  const isUnwantedBy = (objects: readonly KubeObject[]) => {
    const keys = new Set(objects.map((object) => resourceKey(resourceIdOf(object))))
    return ([key]: [string, KubeObject]) => !keys.has(key)
  }
  const surplus = [...lives].filter(isUnwantedBy(wanted))
  // Looked at again before anything is taken away.
  const unwanted = surplus.length === 0 ? [] : surplus.filter(isUnwantedBy(await confirmed()))
  // Rights go before the account does, and the account comes before the rights.
  await Promise.all(unwanted.map(([, live]) => remove(api, live)))
  const due = wanted.filter((object) => {
    const live = lives.get(resourceKey(resourceIdOf(object)))
    return !live || !isSame(live, object)
  })
  const [accounts, rights] = [due.filter(isAccount), due.filter((object) => !isAccount(object))]
  for (const account of accounts) await makeAccount(api, account)
  await Promise.all(rights.map((object) => write(api, object, lives.get(resourceKey(resourceIdOf(object))))))
  return unwanted.length + due.length > 0
}

const isAccount = ({ kind }: KubeObject): boolean => kind === 'ServiceAccount'

const remove = (api: KubeApi, live: KubeObject) => {
  const { uid } = live.metadata
  return api.delete(resourceIdOf(live), { propagation: 'background', ...(uid ? { uid } : {}) })
}

/** What carries the project's label and its name; a label alone anybody may write. */
async function liveObjects(api: KubeApi, discovery: Discovery, devopsProjectId: string) {
  const name = identityName(devopsProjectId)
  const account: ResourceId = { group: '', version: 'v1', kind: 'ServiceAccount', namespace: SYSTEM_NAMESPACE, name }
  const lists = KINDS.map((kind) => discovery.find(RBAC_GROUP, 'v1', kind)).filter((kind) => kind !== undefined)
  const [own, ...found] = await Promise.all([
    api.get(account),
    ...lists.map((kind) => api.list(kind, { labelSelector: `${DEVOPS_PROJECT_LABEL}=${devopsProjectId}` })),
  ])
  const objects = [...(own ? [own] : []), ...found.flat().filter(({ metadata }) => metadata.name === name)]
  return new Map(objects.map((object) => [resourceKey(resourceIdOf(object)), object]))
}

async function makeAccount(api: KubeApi, account: KubeObject): Promise<void> {
  const id = resourceIdOf(account)
  try {
    await api.apply(id, JSON.stringify(account))
  } catch (error) {
    if (!(error instanceof AppError) || error.reason !== 'namespace_missing') throw error
    await api.apply(resourceIdOf(systemNamespace), JSON.stringify(systemNamespace))
    await api.apply(id, JSON.stringify(account))
  }
}

async function write(api: KubeApi, object: KubeObject, live: KubeObject | undefined): Promise<void> {
  const id = resourceIdOf(object)
  if (live && isRebound(live, object)) await remove(api, live)
  try {
    await api.apply(id, JSON.stringify(object))
  } catch (error) {
    // The namespace went meanwhile, or is about to: nothing can be written there, with rights or without.
    const isGone =
      error instanceof AppError && ['namespace_missing', 'namespace_terminating'].includes(error.reason ?? '')
    if (!isGone) throw error
  }
}
