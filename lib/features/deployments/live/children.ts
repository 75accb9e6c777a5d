/**
 * What hangs below the objects of a deployment: which kinds are worth a list, and which of the listed objects belong to it by
 * their ownerReferences. Pure.
 */
import { parseApiVersion, resourceKey, type KubeObject } from '#lib/engine/model/resource.ts'

/** Group and kind. */
export type KindName = { group: string; version: string; kind: string }

const kind = (group: string, version: string, name: string): KindName => ({ group, version, kind: name })
const DEPLOYMENT = kind('apps', 'v1', 'Deployment')
const REPLICA_SET = kind('apps', 'v1', 'ReplicaSet')
const STATEFUL_SET = kind('apps', 'v1', 'StatefulSet')
const DAEMON_SET = kind('apps', 'v1', 'DaemonSet')
const JOB = kind('batch', 'v1', 'Job')
const POD = kind('', 'v1', 'Pod')
const SERVICE = kind('', 'v1', 'Service')
const CONFIG_MAP = kind('', 'v1', 'ConfigMap')
const CLAIM = kind('', 'v1', 'PersistentVolumeClaim')
const ENDPOINT_SLICE = kind('discovery.k8s.io', 'v1', 'EndpointSlice')

/** What the controllers of Kubernetes make for an object of the kind. */
const MADE_FOR: Readonly<Record<string, readonly KindName[]>> = {
  'apps/Deployment': [REPLICA_SET, POD],
  'apps/ReplicaSet': [POD],
  'apps/StatefulSet': [POD, CLAIM],
  'apps/DaemonSet': [POD],
  'batch/CronJob': [JOB, POD],
  'batch/Job': [POD],
  '/ReplicationController': [POD],
  '/Service': [ENDPOINT_SLICE],
}

/** What an operator may make for a custom resource, as far as it is worth asking for. */
const MADE_BY_OPERATORS: readonly KindName[] = [
  ...[DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET, JOB, POD],
  ...[SERVICE, ENDPOINT_SLICE, CONFIG_MAP, CLAIM],
]

/** Groups of Kubernetes itself: their kinds beside the ones above own nothing. */
const isBuiltIn = (group: string): boolean => !group.includes('.') || group.endsWith('.k8s.io')

type Managed = { group: string; kind: string; namespace: string; name: string }

const madeFor = ({ group, kind: name }: Managed): readonly KindName[] =>
  MADE_FOR[`${group}/${name}`] ?? (isBuiltIn(group) ? [] : MADE_BY_OPERATORS)

export type Wanted = { namespace: string; kind: KindName }

/** One list per kind and namespace in which children of these objects may be. */
export function listsFor(managed: readonly Managed[]): Wanted[] {
  const namespaces = [...new Set(managed.map(({ namespace }) => namespace).filter((name) => name !== ''))]
  const wanted = new Map<string, Wanted>()
  for (const object of managed)
    for (const made of madeFor(object))
      for (const namespace of object.namespace === '' ? namespaces : [object.namespace])
        wanted.set(`${namespace}/${made.group}/${made.kind}`, { namespace, kind: made })
  return [...wanted.values()]
}

/** A live object, as much as the tree needs. */
export type LiveObject = {
  key: string
  group: string
  version: string
  kind: string
  namespace: string
  name: string
  /** Keys of what may own it, the controller first. */
  owners: readonly string[]
  /** Claims that a pod mounts, by key. */
  claims: readonly string[]
}

/** The keys an object's ownerReferences mean: an owner lives in the object's namespace or in none. */
export function ownersOf({ metadata }: KubeObject): string[] {
  const references = metadata.ownerReferences ?? []
  return references
    .toSorted((one, other) => Number(other.controller ?? false) - Number(one.controller ?? false))
    .flatMap(({ apiVersion, kind: ownerKind, name }) => {
      const { group } = parseApiVersion(apiVersion)
      return [metadata.namespace ?? '', ''].map((namespace) => resourceKey({ group, kind: ownerKind, namespace, name }))
    })
}

const STATEFUL = 'apps/StatefulSet/'

/** Every object that hangs below the managed ones, with the key of what it hangs below; at most `most`, level by level. */
export function childrenOf<T extends LiveObject>(
  managed: readonly string[],
  live: readonly T[],
  most: number,
): { nodes: (T & { parent: string })[]; isCut: boolean } {
  const known = new Set(managed)
  const byKey = new Map(live.map((object) => [object.key, object]))
  const byOwner = new Map<string, T[]>()
  for (const object of live)
    for (const owner of object.owners) byOwner.set(owner, [...(byOwner.get(owner) ?? []), object])
  const nodes: (T & { parent: string })[] = []
  let level: string[] = [...managed]
  const add = (object: T | undefined, parent: string) => {
    if (!object || known.has(object.key)) return
    known.add(object.key)
    nodes.push({ ...object, parent })
  }
  while (level.length > 0) {
    const from = nodes.length
    for (const parent of level)
      for (const child of byOwner.get(parent) ?? []) {
        add(child, parent)
        // The claims of a StatefulSet carry no owner: they are to outlive it. Its pods name them.
        if (parent.startsWith(STATEFUL)) for (const claim of child.claims) add(byKey.get(claim), parent)
      }
    level = nodes.slice(from).map(({ key }) => key)
    if (nodes.length > most) return { nodes: nodes.slice(0, most), isCut: true }
  }
  return { nodes, isCut: false }
}
