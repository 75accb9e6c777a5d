/** An API server of objects in memory, for tests of what the engine does with one. Not a simulation: no defaulting, no admission. */
import { AppError } from '#lib/core/errors.ts'
import type { ApiKind, Discovery, KubeApi, WatchEvent } from '#lib/kube/types.ts'
import { type KubeObject, type ResourceId, resourceIdOf, resourceKey } from '../model/resource.ts'

export type FakeKube = KubeApi & {
  objects: Map<string, KubeObject>
  /** What was asked, in order: "apply /ConfigMap/shop/a". */
  calls: string[]
  /** Fails the next and every later call that begins with this text. */
  fail: (call: string, error: AppError) => void
  /** Objects that stay after a deletion, with this finalizer. */
  finalizers: Map<string, string>
  emit: (kind: string, event: WatchEvent) => void
  served: Set<string>
}

const kindOf = (group: string, version: string, kind: string): ApiKind => ({
  ...{ group, version, kind },
  plural: `${kind.toLowerCase()}s`,
  namespaced: true,
  verbs: ['get', 'list', 'watch', 'patch', 'delete'],
})

export function createFakeKube(): FakeKube {
  const objects = new Map<string, KubeObject>()
  const calls: string[] = []
  const failures: { call: string; error: AppError }[] = []
  const finalizers = new Map<string, string>()
  const watches = new Map<string, (event: WatchEvent) => void>()
  const served = new Set<string>(['Namespace', 'ConfigMap', 'Deployment', 'CustomResourceDefinition'])
  let version = 0

  const call = async (name: string, id: ResourceId): Promise<string> => {
    const key = resourceKey(id)
    calls.push(`${name} ${key}`)
    await Promise.resolve()
    const failure = failures.find((one) => `${name} ${key}`.startsWith(one.call))
    if (failure) throw failure.error
    if (!served.has(id.kind)) throw new AppError('NOT_FOUND', { reason: 'kind_unknown' })
    return key
  }

  const put = (key: string, raw: string): KubeObject => {
    const object = JSON.parse(raw) as KubeObject
    const uid = objects.get(key)?.metadata.uid ?? `uid-${++version}`
    const stored = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(++version) } }
    objects.set(key, stored)
    return stored
  }

  const discovery: Discovery = {
    find: (group, found, kind) => (served.has(kind) ? kindOf(group, found, kind) : undefined),
    findKind: (group, kind) => (served.has(kind) ? kindOf(group, 'v1', kind) : undefined),
    kinds: () => [...served].map((kind) => kindOf('', 'v1', kind)),
    broken: [],
  }

  const kube: FakeKube = {
    ...{ objects, calls, finalizers, served },
    as: () => kube,
    fail: (failing, error) => failures.push({ call: failing, error }),
    emit: (kind, event) => watches.get(kind)?.(event),
    version: () => Promise.resolve('v1.36.0'),
    discover: () => Promise.resolve(discovery),
    get: async (id) => objects.get(await call('get', id)) ?? null,
    list: () => Promise.resolve([...objects.values()]),
    async apply(id, raw, options) {
      const key = await call(options?.dryRun ? 'dry-run' : 'apply', id)
      return options?.dryRun ? (JSON.parse(raw) as KubeObject) : put(key, raw)
    },
    create: async (id, raw) => put(await call('create', id), raw),
    replace: async (id, raw) => put(await call('replace', id), raw),
    mergePatch: async (id) => objects.get(await call('patch', id)) ?? Promise.reject(new AppError('NOT_FOUND')),
    async delete(id) {
      const key = await call('delete', id)
      const finalizer = finalizers.get(key)
      const object = objects.get(key)
      if (finalizer === undefined || object === undefined) return objects.delete(key)
      const metadata = { ...object.metadata, deletionTimestamp: 'now', finalizers: [finalizer] }
      objects.set(key, { ...object, metadata })
      return true
    },
    logs: () => Promise.reject(new AppError('NOT_FOUND')),
    watch: (kind, _options, onEvent) => void watches.set(kind.kind, onEvent),
    close: () => Promise.resolve(),
  }
  return kube
}

/** Puts an object there as if somebody had made it. */
export const seed = (kube: FakeKube, object: KubeObject): void =>
  void kube.objects.set(resourceKey(resourceIdOf(object)), object)
