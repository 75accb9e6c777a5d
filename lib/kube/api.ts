/** The door to one Kubernetes API server: discovery, reading, server-side apply, deletion, watches. Interface: types.ts. */
import { AppError } from '#lib/core/errors.ts'
import { parseExact } from '#lib/engine/model/json-text.ts'
import type { KubeObject, ResourceId } from '#lib/engine/model/resource.ts'
import { discover } from './discovery.ts'
import { parseBody } from './errors.ts'
import { collectionPath, objectPath } from './paths.ts'
import { createTransport, type Call, type Transport, type TransportOptions } from './transport.ts'
import type {
  ApiKind,
  ApplyOptions,
  Discovery,
  KubeApi,
  KubeConnection,
  ListOptions,
  LogOptions,
  Propagation,
} from './types.ts'
import { undeclaredPaths, withoutPaths } from './undeclared.ts'
import { superviseWatch } from './watch.ts'

/** Who owns what the engine applies. */
export const FIELD_MANAGER = 'ieum'
/** Who owns what a person changes in the console. */
const CONSOLE_MANAGER = 'ieum-console'

const POD: ApiKind = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true, verbs: ['get'] }

const DISCOVERY_TTL_MS = 30_000
const LIST_PAGE = 500
/** Undeclared fields that are left out of one object before it is refused all the same. */
const MAX_UNDECLARED = 50
/** A list is allowed more time than a call on one object. */
const LIST_FACTOR = 6

const PROPAGATION: Record<Propagation, string> = {
  foreground: 'Foreground',
  background: 'Background',
  orphan: 'Orphan',
}

type WriteOptions = { dryRun?: boolean; validate?: boolean }

const writeQuery = ({ dryRun, validate }: WriteOptions): Record<string, string> => ({
  fieldManager: FIELD_MANAGER,
  fieldValidation: validate === false ? 'Ignore' : 'Strict',
  ...(dryRun ? { dryRun: 'All' } : {}),
})

const groupError = (group: string) =>
  new AppError('UPSTREAM', { reason: 'api_failed', detail: `the API group ${group} does not answer` })

class HttpKubeApi implements KubeApi {
  readonly #transport: Transport
  /** As whom writes are made, and who answers everything else; null: as Ieum. */
  readonly #actor: { account: string; base: HttpKubeApi } | null
  #discovery: { at: number; answer: Promise<Discovery> } | undefined

  constructor(transport: Transport, actor: { account: string; base: HttpKubeApi } | null = null) {
    this.#transport = transport
    this.#actor = actor
  }

  as(account: string): KubeApi {
    return new HttpKubeApi(this.#transport, { account, base: this.#actor?.base ?? this })
  }

  async version(): Promise<string> {
    const body = await this.#transport.send({ method: 'GET', path: '/version', repeatable: true })
    const { gitVersion } = parseBody(body) as { gitVersion?: unknown }
    return typeof gitVersion === 'string' ? gitVersion : ''
  }

  discover(fresh = false): Promise<Discovery> {
    if (this.#actor) return this.#actor.base.discover(fresh)
    const known = this.#discovery
    if (known && !fresh && Date.now() - known.at < DISCOVERY_TTL_MS) return known.answer
    const answer = discover(this.#transport)
    const entry = { at: Date.now(), answer }
    this.#discovery = entry
    answer.catch(() => {
      if (this.#discovery === entry) this.#discovery = undefined
    })
    return answer
  }

  async #kindOf(id: ResourceId): Promise<ApiKind> {
    const { group, version, kind } = id
    const known = (await this.discover()).find(group, version, kind)
    if (known) return known
    const fresh = await this.discover(true)
    const served = fresh.find(group, version, kind)
    if (served) return served
    // Nobody can say whether the kind exists while its group does not answer.
    if (fresh.broken.includes(group)) throw groupError(group)
    throw new AppError('NOT_FOUND', {
      reason: 'kind_unknown',
      params: { kind: `${group || 'core'}/${version} ${kind}` },
    })
  }

  async #call(id: ResourceId, call: Omit<Call, 'path' | 'kind'>): Promise<KubeObject> {
    const path = objectPath(await this.#kindOf(id), id.namespace, id.name)
    return parseBody(await this.#send({ ...call, path, kind: id.kind })) as KubeObject
  }

  #send(call: Call): Promise<string> {
    const impersonate = call.method === 'GET' ? '' : (this.#actor?.account ?? '')
    return this.#transport.send({ ...call, impersonate })
  }

  async get(id: ResourceId): Promise<KubeObject | null> {
    try {
      return await this.#call(id, { method: 'GET', repeatable: true })
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND' && error.reason !== 'kind_unknown') return null
      throw error
    }
  }

  async list(kind: ApiKind, options: ListOptions = {}): Promise<KubeObject[]> {
    const items: KubeObject[] = []
    let next = ''
    do {
      const body = await this.#transport.send({
        method: 'GET',
        path: collectionPath(kind, options.namespace ?? ''),
        query: {
          limit: String(LIST_PAGE),
          ...(options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }),
          ...(options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector }),
          ...(next ? { continue: next } : {}),
        },
        repeatable: true,
        timeoutMs: this.#transport.requestTimeoutMs * LIST_FACTOR,
      })
      const page = parseBody(body) as { apiVersion: string; metadata?: { continue?: string }; items?: KubeObject[] }
      // Items of a list do not repeat their apiVersion and kind.
      for (const item of page.items ?? []) items.push({ ...item, apiVersion: page.apiVersion, kind: kind.kind })
      next = page.metadata?.continue ?? ''
    } while (next && items.length < (options.most ?? Infinity))
    return items
  }

  async apply(id: ResourceId, raw: string, options: ApplyOptions = {}): Promise<KubeObject> {
    let text = raw
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#applyOnce(id, text, options)
      } catch (error) {
        // An answer names one undeclared field of each level; the number of attempts bounds the work, not the result.
        const message = error instanceof AppError ? (error.detail ?? '') : ''
        const rest = options.validate === false ? withoutPaths(text, undeclaredPaths(message)) : null
        if (rest === null || attempt === MAX_UNDECLARED) throw error
        text = rest
      }
    }
  }

  #applyOnce(id: ResourceId, raw: string, options: ApplyOptions): Promise<KubeObject> {
    return this.#call(id, {
      method: 'PATCH',
      query: { ...writeQuery(options), force: String(options.force ?? true) },
      // JSON is YAML, and the text goes out as it was rendered: parsing it here would lose large integers.
      contentType: 'application/apply-patch+yaml',
      body: raw,
      repeatable: true,
    })
  }

  async create(id: ResourceId, raw: string, options: WriteOptions = {}): Promise<KubeObject> {
    const body = await this.#send({
      method: 'POST',
      path: collectionPath(await this.#kindOf(id), id.namespace),
      query: writeQuery(options),
      body: raw,
      repeatable: options.dryRun === true,
      kind: id.kind,
    })
    return parseBody(body) as KubeObject
  }

  async replace(id: ResourceId, raw: string, options: WriteOptions = {}): Promise<KubeObject> {
    const live = await this.get(id)
    if (!live) return this.create(id, raw, options)
    return this.#call(id, {
      method: 'PUT',
      query: writeQuery(options),
      body: withResourceVersion(raw, live.metadata.resourceVersion ?? ''),
      repeatable: false,
    })
  }

  mergePatch(id: ResourceId, patch: unknown): Promise<KubeObject> {
    return this.#call(id, {
      method: 'PATCH',
      query: { fieldManager: CONSOLE_MANAGER, fieldValidation: 'Strict' },
      contentType: 'application/merge-patch+json',
      body: JSON.stringify(patch),
      repeatable: false,
    })
  }

  async delete(id: ResourceId, options: { propagation: Propagation; uid?: string }): Promise<boolean> {
    const body = JSON.stringify({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: PROPAGATION[options.propagation],
      ...(options.uid ? { preconditions: { uid: options.uid } } : {}),
    })
    try {
      await this.#call(id, { method: 'DELETE', body, repeatable: true })
      return true
    } catch (error) {
      if (error instanceof AppError && error.code === 'NOT_FOUND') return false
      throw error
    }
  }

  async logs(
    { namespace, name }: { namespace: string; name: string },
    options: LogOptions,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Buffer>> {
    try {
      const answer = await this.#transport.stream({
        path: `${objectPath(POD, namespace, name)}/log`,
        query: logQuery(options),
        accept: '*/*',
        signal,
      })
      return answer.body
    } catch (error) {
      // 400 says why there is no log (the container has not started, none ran before): a state of the pod, not a fault.
      if (!(error instanceof AppError) || error.reason !== 'object_invalid') throw error
      throw new AppError('PRECONDITION', { reason: 'logs_unavailable', detail: error.detail ?? '', cause: error })
    }
  }

  watch(...[kind, options, onEvent, signal]: Parameters<KubeApi['watch']>): void {
    superviseWatch(this.#transport, kind, options, onEvent, signal)
  }

  close(): Promise<void> {
    return this.#actor ? Promise.resolve() : this.#transport.close()
  }
}

const logQuery = ({ container, follow, previous, tailLines, limitBytes, sinceSeconds }: LogOptions) => ({
  container,
  follow: String(follow),
  previous: String(previous),
  timestamps: 'true',
  tailLines: String(tailLines),
  ...(limitBytes === undefined ? {} : { limitBytes: String(limitBytes) }),
  ...(sinceSeconds === undefined ? {} : { sinceSeconds: String(sinceSeconds) }),
})

/** A PUT without the live resourceVersion may overwrite a newer object. Numbers keep their text. */
function withResourceVersion(raw: string, resourceVersion: string): string {
  const object = parseExact(raw) as KubeObject
  return JSON.stringify({ ...object, metadata: { ...object.metadata, resourceVersion } })
}

/** A client of its own for one cluster; never shared between clusters or identities. */
export const createKubeApi = (connection: KubeConnection, options: TransportOptions = {}): KubeApi =>
  new HttpKubeApi(createTransport(connection, options))
