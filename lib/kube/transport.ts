/**
 * HTTP to one API server: keep-alive connections with the cluster's own certificate authority, a deadline per call, bounded
 * concurrency, and retries of calls that may be repeated. undici is used directly because it is the engine's hot path;
 * client-node gives types only: loading it costs a process some 100 MB.
 */
import { Pool, type Dispatcher } from 'undici'
import { AppError } from '#lib/core/errors.ts'
import { metrics } from '#lib/observability/metrics.ts'
import { Semaphore } from '#lib/process/semaphore.ts'
import { codeOf, connectionError, isBusy, statusError } from './errors.ts'
import type { KubeConnection } from './types.ts'

export type TransportOptions = {
  /** Milliseconds a call may take; a list takes up to six times as long. */
  requestTimeoutMs?: number
  /** Calls to this API server at once. */
  concurrency?: number
}

export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Record<string, string>
  body?: string
  contentType?: string
  accept?: string
  timeoutMs?: number
  /** The call may be sent again when it failed half-way: it changes nothing or always to the same. */
  repeatable: boolean
  /** Kind of the object, for the masking of errors. */
  kind?: string
  /**
   * The call is made as this ServiceAccount ("system:serviceaccount:<ns>:<name>"), so that Kubernetes' own rules judge what it may. The API
   * server adds the groups of such an account by itself. Empty or absent: as Ieum.
   */
  impersonate?: string
}

export type StreamCall = { path: string; query: Record<string, string>; accept: string; signal: AbortSignal }

export type Transport = {
  /** The body of a successful answer; throws `AppError` otherwise. */
  send(call: Call): Promise<string>
  /** Opens a stream that lasts until the server ends it or `signal` fires. */
  stream(call: StreamCall): Promise<Dispatcher.ResponseData>
  /** Resolves while the server answers at all, asking it if it has not said anything for a while; throws `AppError` when it does not. */
  alive(): Promise<void>
  requestTimeoutMs: number
  close(): Promise<void>
}

const MAX_BODY = 64 * 1024 * 1024
const ATTEMPTS = 4
const CONNECTIONS = 16
/** For so long an answer, whatever it was, says that the server is there. Milliseconds. */
const HEARD_MS = 8_000
/** A server that said nothing while a call waited in vain is not called for so long: nobody shall wait for the same again. Milliseconds. */
const SILENT_MS = 5_000
/** Codes after which the server cannot have begun to work on the call, or the connection was cut. */
const CUT = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'ECONNREFUSED'])

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Exponential with full jitter, or what the server asks for (at most 5 s). Milliseconds. */
function backoff(attempt: number, retryAfter: string | undefined): number {
  const asked = Number(retryAfter)
  if (Number.isFinite(asked) && asked > 0) return Math.min(asked, 5) * 1000
  return Math.random() * 100 * 2 ** attempt
}

/** TLS options and headers that prove who we are. Only inline values exist in a `KubeConnection`. */
function credentials({ caData, tlsServerName, auth }: KubeConnection): {
  tls: object
  headers: Record<string, string>
} {
  const pem = (data: string) => Buffer.from(data, 'base64')
  return {
    tls: {
      ca: pem(caData),
      ...(auth.kind === 'certificate' ? { cert: pem(auth.certData), key: pem(auth.keyData) } : {}),
      ...(tlsServerName === undefined ? {} : { servername: tlsServerName }),
    },
    headers: auth.kind === 'token' ? { authorization: `Bearer ${auth.token}` } : {},
  }
}

/** Reads a body up to the cap; a larger one is an error, not a cut object. */
async function readCapped(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > MAX_BODY) throw new AppError('UPSTREAM', { reason: 'api_failed', params: { status: 200 } })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const pathOf = (path: string, query: Record<string, string> = {}) => {
  const text = new URLSearchParams(query).toString()
  return text ? `${path}?${text}` : path
}

type Opened = { pool: Pool; streams: Pool; headers: Record<string, string> }

type Answer = { status?: number; body: string; retryAfter?: string | undefined; error?: AppError | undefined }

class HttpTransport implements Transport {
  readonly requestTimeoutMs: number
  readonly #connection: KubeConnection
  readonly #places: Semaphore
  #opened: Opened | undefined
  #heardAt = -Infinity
  #silence: { until: number; error: AppError } | undefined
  #probe: Promise<void> | undefined

  constructor(connection: KubeConnection, options: TransportOptions) {
    this.#connection = connection
    this.requestTimeoutMs = options.requestTimeoutMs ?? 10_000
    this.#places = new Semaphore(options.concurrency ?? 20)
  }

  #open(): Opened {
    return (this.#opened ??= this.#connect())
  }

  #connect(): Opened {
    const { tls, headers } = credentials(this.#connection)
    const origin = new URL(this.#connection.server).origin
    const options = { pipelining: 1, keepAliveTimeout: 60_000, connect: { ...tls, timeout: 5_000 } }
    return {
      pool: new Pool(origin, { ...options, connections: CONNECTIONS }),
      // A watch holds its connection for as long as it lasts; it must not take one away from calls.
      streams: new Pool(origin, options),
      headers: { ...headers, 'user-agent': 'ieum' },
    }
  }

  async send(call: Call): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const { status, body, retryAfter, error } = await this.#places.run(() => this.#onceUnlessSilent(call))
      if (status !== undefined && status < 300) return body
      const failed = error ?? statusError(status ?? 0, body, call)
      const again = error ? CUT.has(codeOf(error.cause)) : isBusy(status ?? 0, body)
      // 429 means that the call was not begun, so that even a create may be sent again.
      if (attempt === ATTEMPTS || !again || !(call.repeatable || status === 429)) throw failed
      await pause(backoff(attempt, retryAfter))
    }
  }

  #onceUnlessSilent(call: Call): Promise<Answer> {
    const isSilent = this.#silence !== undefined && performance.now() < this.#silence.until
    return isSilent ? Promise.resolve({ body: '', error: this.#silence?.error }) : this.#once(call)
  }

  async #once(call: Call): Promise<Answer> {
    const sentAt = performance.now()
    const answer = await this.#ask(call)
    const result = String(answer.status ?? answer.error?.code)
    metrics().kubeCalls.observe({ method: call.method, result }, (performance.now() - sentAt) / 1000)
    return answer
  }

  async #ask(call: Call): Promise<Answer> {
    const sentAt = performance.now()
    const opened = this.#open()
    const { pool, headers } = opened
    try {
      const response = await pool.request({
        method: call.method,
        path: this.#prefixed(pathOf(call.path, call.query)),
        headers: {
          ...headers,
          accept: call.accept ?? 'application/json',
          ...(call.impersonate ? { 'impersonate-user': call.impersonate } : {}),
          ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
        },
        body: call.body ?? null,
        signal: AbortSignal.timeout(call.timeoutMs ?? this.requestTimeoutMs),
      })
      this.#heardAt = performance.now()
      this.#silence = undefined
      const retryAfter = response.headers['retry-after']
      return {
        status: response.statusCode,
        body: await readCapped(response.body),
        retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      }
    } catch (error) {
      const failure = connectionError(error)
      if (failure.code === 'TIMEOUT') {
        this.#retire(opened)
        if (this.#heardAt < sentAt) this.#silence = { until: performance.now() + SILENT_MS, error: failure }
      }
      return { body: '', error: failure }
    }
  }

  alive(): Promise<void> {
    if (performance.now() - this.#heardAt < HEARD_MS) return Promise.resolve()
    return (this.#probe ??= this.#knock().finally(() => (this.#probe = undefined)))
  }

  /** Beside the places for calls: where nothing is answered, all of them are taken. */
  async #knock(): Promise<void> {
    const { error } = await this.#once({ method: 'GET', path: '/version', repeatable: true })
    if (error) throw error
  }

  async stream({ path, query, accept, signal }: StreamCall): Promise<Dispatcher.ResponseData> {
    const opened = this.#open()
    const { streams, headers } = opened
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(new DOMException('', 'TimeoutError')), this.requestTimeoutMs)
    try {
      const response = await streams.request({
        method: 'GET',
        path: this.#prefixed(pathOf(path, query)),
        headers: { ...headers, accept },
        signal: AbortSignal.any([signal, silence.signal]),
        bodyTimeout: 0,
      })
      if (response.statusCode < 300) return response
      throw statusError(response.statusCode, await readCapped(response.body))
    } catch (error) {
      const failure = connectionError(error)
      if (failure.code === 'TIMEOUT') this.#retire(opened)
      throw failure
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * Goes on with new connections. undici's pool can end up with nothing but clients that wait for a connection nobody makes, when
   * connections are reset while they are made; it then answers no call any more. What still runs on the old ones may end.
   */
  #retire(opened: Opened): void {
    if (this.#opened !== opened) return
    this.#opened = undefined
    for (const pool of [opened.pool, opened.streams]) pool.close().catch(() => undefined)
  }

  /** An API server may live below a path of its host. */
  #prefixed(path: string): string {
    return new URL(this.#connection.server).pathname.replace(/\/$/, '') + path
  }

  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = undefined
    if (!opened) return
    await Promise.all([opened.pool.destroy(), opened.streams.destroy()])
  }
}

export const createTransport = (connection: KubeConnection, options: TransportOptions = {}): Transport =>
  new HttpTransport(connection, options)
