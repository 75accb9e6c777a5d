/**
 * The one door to Kubernetes, as others see it. One `KubeApi` object per cluster row. Every method throws only `AppError`
 * (UPSTREAM/TIMEOUT/FORBIDDEN/CONFLICT/NOT_FOUND with a `cluster_*`, `api_*`, `object_*`, `kind_unknown`, `namespace_*` or
 * `admission_denied` reason and the API server's words as `detail`), never leaks a token, and has a deadline.
 */
import type { KubeObject, ResourceId } from '#lib/engine/model/resource.ts'

/** How the API server serves one kind. */
export type ApiKind = {
  group: string
  version: string
  kind: string
  plural: string
  namespaced: boolean
  verbs: string[]
}

export type Discovery = {
  /** The served kind; the exact version when it is served, otherwise undefined. */
  find(group: string, version: string, kind: string): ApiKind | undefined
  /** Any served version of group and kind. */
  findKind(group: string, kind: string): ApiKind | undefined
  /** Every served kind once, in its preferred version. */
  kinds(): ApiKind[]
  /** Groups that did not answer: their objects are Unknown, everything else goes on. */
  broken: string[]
}

/**
 * Which objects of a kind; all without any. `most`: no further page is asked for once so many are read; the answer may hold somewhat more.
 */
export type ListOptions = { namespace?: string; labelSelector?: string; fieldSelector?: string; most?: number }

/** What to read of a container's log. The API server's own defaults where nothing is said. */
export type LogOptions = {
  container: string
  /** Stay and send what is written from now on, until `signal` aborts. */
  follow: boolean
  /** The container that ran before this one. */
  previous: boolean
  tailLines: number
  limitBytes?: number
  sinceSeconds?: number
}

export type ApplyOptions = {
  dryRun?: boolean
  /** `false`: field validation Ignore, otherwise Strict. */
  validate?: boolean
  /** Take fields over from other managers. The engine's default is true: Git is the truth. */
  force?: boolean
}

/**
 * What a watch tells. After LOST nothing is known for sure; a new list follows, in which every object is told again (MODIFIED, also when it
 * is unchanged), then as DELETED what vanished meanwhile, in its last known form, and then SYNCED: from there on what was told is what exists.
 */
export type WatchEvent =
  { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject } | { type: 'SYNCED' } | { type: 'LOST'; reason: string }

export type Propagation = 'foreground' | 'background' | 'orphan'

export interface KubeApi {
  /**
   * The same API server, connections and discovery, with every write made as this ServiceAccount ("system:serviceaccount:<ns>:<name>"):
   * Kubernetes judges what it may, and a refusal is `rights_missing`. Reads stay Ieum's own. Closing it closes nothing.
   */
  as(account: string): KubeApi
  /** e.g. "v1.36.3"; the cheapest proof that server, certificate and token are right. */
  version(): Promise<string>
  /** Cached for a short while; `fresh` asks again (after a CRD was applied). */
  discover(fresh?: boolean): Promise<Discovery>
  get(id: ResourceId): Promise<KubeObject | null>
  /** Pages through the whole list, or until so many are read as somebody can do with. */
  list(kind: ApiKind, options?: ListOptions): Promise<KubeObject[]>
  /** Server-side apply of the raw JSON text, field manager "ieum". Returns the object as the server has (or would have) it. */
  apply(id: ResourceId, raw: string, options?: ApplyOptions): Promise<KubeObject>
  create(id: ResourceId, raw: string, options?: { dryRun?: boolean; validate?: boolean }): Promise<KubeObject>
  /** PUT with the live resourceVersion merged in. */
  replace(id: ResourceId, raw: string, options?: { dryRun?: boolean; validate?: boolean }): Promise<KubeObject>
  /** JSON merge patch, as the person's own change (field manager "ieum-console"). */
  mergePatch(id: ResourceId, patch: unknown): Promise<KubeObject>
  /** True when accepted, false when it was already gone. `uid` guards against deleting a namesake made meanwhile. */
  delete(id: ResourceId, options: { propagation: Propagation; uid?: string }): Promise<boolean>
  /**
   * The log of a pod's container as the node sends it, each line with its time. Throws PRECONDITION `logs_unavailable` with the API
   * server's words where there is none. Read at the reader's pace.
   */
  logs(
    pod: { namespace: string; name: string },
    options: LogOptions,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Buffer>>
  /** Supervised list+watch: survives 410, silence, errors and restarts with jitter until `signal` aborts. */
  watch(
    kind: ApiKind,
    options: { namespace?: string; labelSelector?: string; metadataOnly?: boolean },
    onEvent: (event: WatchEvent) => void,
    signal: AbortSignal,
  ): void
  /** Closes idle connections. */
  close(): Promise<void>
}

/** What may be handed over as a kubeconfig; a real one with inline certificates has some 6 kB. */
export const MAX_KUBECONFIG_BYTES = 64 * 1024

/** What is left of a kubeconfig: inline values only. */
export type KubeConnection = {
  server: string
  /** PEM, base64. */
  caData: string
  tlsServerName?: string
  auth: { kind: 'token'; token: string } | { kind: 'certificate'; certData: string; keyData: string }
}
