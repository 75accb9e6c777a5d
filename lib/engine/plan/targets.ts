/**
 * From rendered objects to targets: namespaces settled, policy asked, duplicates found, our mark written. A target that is refused
 * keeps its place with the reason; the others are ready to be sent.
 */
import { formatMark, DEPLOYMENT_LABEL, TRACKING_ANNOTATION } from '../ownership/mark.ts'
import { parseExact } from '../model/json-text.ts'
import { HOOK_FINALIZER, PROJECT_LABEL, RUN_ANNOTATION, WORKSPACE_LABEL } from '../model/labels.ts'
import { type ObjectOptions, objectOptions } from '../model/object-options.ts'
import { type KubeObject, type ResourceId, objectLabel, parseApiVersion, resourceKey } from '../model/resource.ts'
import { withPlainData } from '../model/secret-data.ts'
import { storable } from '../model/storable.ts'
import type { Target } from '../model/target.ts'
import { type Why, why } from '../model/why.ts'
import { type ContentRules, contentRefusal } from './content.ts'

/** The part of a rendered object that is needed here. */
export type Rendered = {
  source: string
  raw: string
  apiVersion: string
  kind: string
  name: string
  namespace: string
  unstable?: readonly string[] | undefined
}

export type TargetRules = {
  deploymentId: string
  /** Name of the workspace: a namespace that is made here tells whose it is. */
  workspace: string
  /** Destination namespace: for namespaced objects that name none. */
  namespace: string
  /** How the cluster serves a kind: the exact version, or null. */
  served(group: string, version: string, kind: string): { namespaced: boolean } | null
  /** The group's server does not answer: nobody knows what it serves. */
  isBroken(group: string): boolean
  mayUseClusterKind(id: { group: string; kind: string }): boolean
  mayUseNamespace(namespace: string): boolean
  mayUseExternalIps: boolean
  /** A kind that nobody serves is tried during the sync instead of refused before it. */
  maySkipDryRun: boolean
}

/** What one set wants: objects to keep, hooks that a run makes, and (as sentences name them) hooks of deletions, which nobody runs. */
export type Targets = { objects: Target[]; hooks: Target[]; deletionHooks: string[] }

type Definition = { namespaced: boolean; versions: string[] }

/**
 * Turns rendered objects into targets, one per identity, in the order they were rendered. What says that it is not part of a sync
 * (`Skip`, tests, hooks of deletions) is left out.
 */
export function toTargets(rendered: readonly Rendered[], rules: TargetRules): Targets {
  const parsed = rendered.map((item) => {
    const object = withPlainData(parseExact(item.raw) as KubeObject)
    return { item, object, options: objectOptions(object) }
  })
  const wanted = parsed.filter(({ options }) => !options.isLeftOut && options.problem === null)
  const definitions = definitionsIn(wanted.map(({ object }) => object))
  const kept = wanted.filter(({ options }) => options.hook === null).map(({ item }) => item)
  const createdNamespaces = namespacesMadeBy(kept, rules)
  const content = contentRules(kept, rules)
  const targets = new Map<string, Target>()
  for (const { item, object, options } of parsed) {
    if (options.isLeftOut && options.problem === null) continue
    const target = toTarget(item, object, options, { rules, definitions, createdNamespaces, content })
    // Hooks without a name of their own are told apart by the run that makes them.
    const key = item.name === '' ? `${target.key}${targets.size}` : target.key
    const first = targets.get(key)
    targets.set(key, first ? { ...first, refusal: duplicate(first, item) } : target)
  }
  const all = [...targets.values()]
  return {
    objects: all.filter(({ options }) => options.hook === null),
    hooks: all.filter(({ options }) => options.hook !== null),
    deletionHooks: parsed.filter(({ options }) => options.isDeletionHook).map(({ item }) => objectLabel(item)),
  }
}

/**
 * Namespaces that the set makes and may make. A hook does not count, and neither does what is left out: nobody compares those with the
 * cluster, so that nobody would notice that the namespace is there already and somebody else's.
 */
const namespacesMadeBy = (kept: readonly Rendered[], rules: TargetRules): Set<string> =>
  new Set(
    kept
      .filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Namespace')
      .filter(() => rules.mayUseClusterKind({ group: '', kind: 'Namespace' }))
      .map(({ name }) => name),
  )

const contentRules = (kept: readonly Rendered[], rules: TargetRules): ContentRules => ({
  mayGrantRights: rules.mayUseClusterKind({ group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' }),
  mayUseExternalIps: rules.mayUseExternalIps,
  accounts: new Set(
    kept
      .filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'ServiceAccount')
      .map(({ namespace, name }) => `${namespace || rules.namespace}/${name}`),
  ),
})

const duplicate = (first: Target, second: Rendered): Why =>
  why('duplicate_object', { object: objectLabel(first.id) }, [first.source, second.source].join(', '))

type Context = {
  rules: TargetRules
  definitions: Map<string, Definition>
  createdNamespaces: ReadonlySet<string>
  content: ContentRules
}

function toTarget(item: Rendered, object: KubeObject, options: ObjectOptions, context: Context): Target {
  const { group, version } = parseApiVersion(item.apiVersion)
  const served = context.rules.served(group, version, item.kind)
  const definition = context.definitions.get(`${group}/${item.kind}`)
  const mayTry = context.rules.maySkipDryRun || options.skipDryRunOnMissingResource
  const isDefinedHere = served === null && (definition?.versions.includes(version) === true || mayTry)
  const namespaced = served?.namespaced ?? definition?.namespaced ?? true
  const namespace = namespaced ? item.namespace || context.rules.namespace : ''
  const id = storableId({ group, version, kind: item.kind, namespace, name: item.name })
  const known = served !== null || isDefinedHere || context.rules.isBroken(group)
  const refusal = known
    ? (refusalOf(id, namespaced, context, options) ?? contentRefusal(id, object, context.content))
    : unknownKind(id, definition)
  const marked = withMark(object, id, context.rules)
  const text = JSON.stringify(marked)
  return {
    ...{ key: resourceKey(id), id, source: item.source, text, object: marked, options, isDefinedHere, refusal },
    unstable: unstableOf(item),
  }
}

/** Also what is refused is written down. */
const storableId = ({ group, version, kind, namespace, name }: ResourceId): ResourceId => ({
  group: storable(group),
  version: storable(version),
  kind: storable(kind),
  namespace: storable(namespace),
  name: storable(name),
})

/** A Secret's `stringData` has become `data` here. The whole object ("") is no field: nothing of it can stay. */
const unstableOf = ({ unstable = [] }: Rendered): string[] =>
  unstable.filter((pointer) => pointer !== '').map((pointer) => pointer.replace(/^\/stringData\//, '/data/'))

const unknownKind = (id: ResourceId, definition: Definition | undefined): Why =>
  why(definition ? 'crd_missing' : 'kind_unknown', {
    kind: id.kind,
    apiVersion: [id.group, id.version].filter(Boolean).join('/'),
  })

/** Names as Kubernetes accepts them in a path: RBAC allows more than DNS names, but never "/", "%", "." or "..". The last two are signs. */
const NAME = /^(?!\.{1,2}$)[^/%\s\u0000-\u001f␀\ufffd]{1,253}$/

function refusalOf(id: ResourceId, namespaced: boolean, context: Context, options: ObjectOptions): Why | null {
  const { rules, createdNamespaces } = context
  if (options.problem !== null) return why('annotation_invalid', { object: objectLabel(id) }, options.problem)
  // A hook may leave its name to the run that makes it.
  const isUnnamedHook = options.hook !== null && id.name === ''
  if (!isUnnamedHook && !NAME.test(id.name)) return why('object_invalid', { object: objectLabel(id) }, 'metadata.name')
  if (!namespaced) {
    return rules.mayUseClusterKind(id) ? null : why('kind_not_allowed', { kind: id.kind, group: id.group })
  }
  if (id.namespace === rules.namespace || createdNamespaces.has(id.namespace)) return null
  return rules.mayUseNamespace(id.namespace) ? null : why('namespace_not_allowed', { namespace: id.namespace })
}

/** Kinds that the set itself defines. */
function definitionsIn(objects: readonly KubeObject[]): Map<string, Definition> {
  type Crd = {
    group?: string
    scope?: string
    names?: { kind?: string }
    versions?: ({ name?: string; served?: boolean } | null)[]
  }
  const definitions = new Map<string, Definition>()
  for (const object of objects) {
    if (object.kind !== 'CustomResourceDefinition') continue
    const crd = (object['spec'] ?? {}) as Crd
    const versions = Array.isArray(crd.versions) ? crd.versions : []
    definitions.set(`${crd.group ?? ''}/${crd.names?.kind ?? ''}`, {
      namespaced: crd.scope !== 'Cluster',
      versions: versions.flatMap((version) => (version?.name && version.served !== false ? [version.name] : [])),
    })
  }
  return definitions
}

/** Fields that only the API server may write; a manifest that carries them was copied from a cluster. */
const SERVER_METADATA = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'ownerReferences',
  'selfLink',
])

/** What only Ieum writes: whose an object or a namespace is, and which run made it. */
const OWN_LABELS = new Set([DEPLOYMENT_LABEL, WORKSPACE_LABEL, PROJECT_LABEL])
const OWN_ANNOTATIONS = new Set([TRACKING_ANNOTATION, RUN_ANNOTATION])

const without = (fields: Record<string, string> | undefined, names: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => !names.has(name)))

/**
 * The object with its namespace and our mark; a mark that the manifest brings along is replaced. Finalizers are the manifest's to set
 * (Argo CD's Applications carry one), except the one by which a run holds its hooks: nobody would take it off.
 */
function withMark(object: KubeObject, id: ResourceId, { deploymentId, workspace }: TargetRules): KubeObject {
  const isNamespace = id.group === '' && id.kind === 'Namespace'
  const { namespace: _given, labels, annotations, finalizers, ...metadata } = object.metadata
  const held = Array.isArray(finalizers) ? finalizers.filter((name) => name !== HOOK_FINALIZER) : finalizers
  const own = Object.fromEntries(Object.entries(metadata).filter(([name]) => !SERVER_METADATA.has(name)))
  return {
    ...object,
    metadata: {
      ...own,
      name: id.name,
      ...(id.namespace ? { namespace: id.namespace } : {}),
      ...(held === undefined ? {} : { finalizers: held }),
      labels: {
        ...without(labels, OWN_LABELS),
        ...(isNamespace && { [WORKSPACE_LABEL]: workspace }),
        [DEPLOYMENT_LABEL]: deploymentId,
      },
      annotations: { ...without(annotations, OWN_ANNOTATIONS), [TRACKING_ANNOTATION]: formatMark(deploymentId, id) },
    },
  }
}
