/**
 * A watch that does not end: list, then watch from there; on the end of a stream, an error, a 410, or silence it starts again after a
 * jittered pause. client-node's informer stops for good on most errors and never pages its lists; consumers of this one only ever see
 * events. What vanished while the stream was away is reported as deleted after the next list.
 */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { AppError } from '#lib/core/errors.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { parseBody } from './errors.ts'
import { collectionPath } from './paths.ts'
import type { Transport } from './transport.ts'
import type { ApiKind, WatchEvent } from './types.ts'

export type WatchOptions = { namespace?: string; labelSelector?: string; metadataOnly?: boolean }

/** The server sends a bookmark about once a minute; silence for longer means a dead connection, even where the server is well. */
const SILENCE_MS = 90_000
/** That a server answers nothing any more must not take so long to be known: a silent watch looks as if nothing changed. */
const ASK_MS = 10_000
/** The server ends a watch after this time by itself, so that load moves between its replicas. */
const WATCH_SECONDS = 600
const LIST_PAGE = 500
const PAUSE_MS = { first: 200, most: 15_000 }

const PARTIAL = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1'
const PARTIAL_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'

type ListPage = { metadata: { resourceVersion: string; continue?: string }; items?: KubeObject[] }
type Line = { type: string; object: KubeObject & { code?: number; message?: string } }

/** What one supervised watch works with. `known` holds everything reported and not yet deleted. */
type Context = {
  transport: Transport
  kind: ApiKind
  options: WatchOptions
  emit: (event: WatchEvent) => void
  signal: AbortSignal
  known: Map<string, KubeObject>
}

const identity = ({ metadata }: KubeObject) => metadata.uid ?? `${metadata.namespace ?? ''}/${metadata.name}`

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })

const selection = ({ options }: Context): Record<string, string> =>
  options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }

/** PartialObjectMetadata carries its own kind; what was asked for is what consumers expect. */
const named = ({ kind }: Context, object: KubeObject): KubeObject => ({
  ...object,
  apiVersion: kind.group === '' ? kind.version : `${kind.group}/${kind.version}`,
  kind: kind.kind,
})

/** Reports the whole list, unchanged objects too, then what is gone since the last one; gives the resourceVersion to watch from. */
async function relist(context: Context): Promise<string> {
  const { transport, kind, options, known, emit } = context
  const seen = new Set<string>()
  let next = ''
  let resourceVersion = ''
  do {
    const body = await transport.send({
      method: 'GET',
      path: collectionPath(kind, options.namespace ?? ''),
      query: { limit: String(LIST_PAGE), ...selection(context), ...(next ? { continue: next } : {}) },
      accept: options.metadataOnly ? PARTIAL_LIST : 'application/json',
      repeatable: true,
      timeoutMs: transport.requestTimeoutMs * 6,
    })
    const page = parseBody(body) as ListPage
    for (const item of page.items ?? []) {
      const object = named(context, item)
      const id = identity(object)
      seen.add(id)
      const type = known.has(id) ? 'MODIFIED' : 'ADDED'
      known.set(id, object)
      emit({ type, object })
    }
    resourceVersion = page.metadata.resourceVersion
    next = page.metadata.continue ?? ''
  } while (next)
  for (const [id, object] of known) {
    if (seen.has(id)) continue
    known.delete(id)
    emit({ type: 'DELETED', object })
  }
  emit({ type: 'SYNCED' })
  return resourceVersion
}

/** Reports one line of the stream and gives the resourceVersion it ends at. Throws on an ERROR event and on a broken line. */
function report(context: Context, line: Line): string {
  const { known, emit } = context
  if (line.type === 'ERROR') {
    const reason = line.object.code === 410 ? 'version_changed' : 'api_failed'
    throw new AppError('UPSTREAM', { reason, detail: line.object.message ?? '' })
  }
  const object = named(context, line.object)
  if (line.type === 'ADDED' || line.type === 'MODIFIED') {
    known.set(identity(object), object)
    emit({ type: line.type, object })
  } else if (line.type === 'DELETED') {
    known.delete(identity(object))
    emit({ type: 'DELETED', object })
  }
  return object.metadata.resourceVersion ?? ''
}

/** Follows one stream until it ends; gives where the next one may go on. */
async function follow(context: Context, from: string): Promise<string> {
  const { transport, kind, options, signal } = context
  const silence = new AbortController()
  const stop = AbortSignal.any([signal, silence.signal])
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  const asking = setInterval(() => void transport.alive().catch(() => silence.abort()), ASK_MS)
  let resourceVersion = from
  let body: Readable | undefined
  try {
    const response = await transport.stream({
      path: collectionPath(kind, options.namespace ?? ''),
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        resourceVersion,
        timeoutSeconds: String(WATCH_SECONDS),
        ...selection(context),
      },
      accept: options.metadataOnly ? PARTIAL : 'application/json',
      signal: stop,
    })
    body = response.body
    for await (const text of createInterface({ input: body, crlfDelay: Infinity })) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      if (text !== '') resourceVersion = report(context, JSON.parse(text) as Line) || resourceVersion
    }
    return resourceVersion
  } finally {
    clearTimeout(timer)
    clearInterval(asking)
    // A stream that is given up must not hold its connection, nor fail later with nobody listening.
    body?.on('error', () => undefined).destroy()
  }
}

/** The ordinary end of a stream goes on where it was; after anything else only a new list can tell what was missed. */
async function supervise(context: Context): Promise<void> {
  const { signal, emit } = context
  let position = ''
  let failures = 0
  while (!signal.aborted) {
    try {
      if (!position) position = await relist(context)
      position = await follow(context, position)
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures++
      position = ''
      emit({ type: 'LOST', reason: error instanceof AppError ? (error.reason ?? error.code) : 'unexpected' })
    }
    const pause = Math.min(PAUSE_MS.first * 2 ** failures, PAUSE_MS.most)
    await sleep(pause * (0.5 + Math.random()), signal)
  }
}

/** Starts the watch; it goes on until `signal` fires. */
export function superviseWatch(
  transport: Transport,
  kind: ApiKind,
  options: WatchOptions,
  onEvent: (event: WatchEvent) => void,
  signal: AbortSignal,
): void {
  void supervise({ transport, kind, options, emit: onEvent, signal, known: new Map() })
}
