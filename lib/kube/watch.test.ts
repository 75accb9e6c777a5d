import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import type { StreamCall, Transport } from './transport.ts'
import type { ApiKind, WatchEvent } from './types.ts'
import { superviseWatch } from './watch.ts'

const KIND: ApiKind = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespaced: true,
  verbs: ['watch'],
}

type Item = { metadata: { name: string; uid: string; resourceVersion: string } }
const item = (name: string, resourceVersion: string): Item => ({
  metadata: { name, uid: `uid-${name}`, resourceVersion },
})
const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`

/** An API server in memory: what its list holds now, and the streams that were opened. */
class FakeServer implements Transport {
  readonly requestTimeoutMs = 10_000
  items: Item[] = []
  resourceVersion = '100'
  lists = 0
  streams: { call: StreamCall; body: PassThrough }[] = []
  failNextStream: AppError | undefined
  isSilent = false

  async send(): Promise<string> {
    this.lists++
    return JSON.stringify({ metadata: { resourceVersion: this.resourceVersion }, items: this.items })
  }

  async stream(call: StreamCall) {
    const failure = this.failNextStream
    this.failNextStream = undefined
    if (failure) throw failure
    const body = new PassThrough()
    call.signal.addEventListener('abort', () => body.destroy(new Error('aborted')))
    this.streams.push({ call, body })
    return { body } as unknown as Awaited<ReturnType<Transport['stream']>>
  }

  async alive(): Promise<void> {
    if (this.isSilent) throw new AppError('TIMEOUT', { reason: 'api_timeout' })
  }

  async close(): Promise<void> {}

  get last() {
    const stream = this.streams.at(-1)
    if (!stream) throw new Error('no stream was opened')
    return stream
  }
}

let server: FakeServer
let told: string[]
let stop: AbortController

const text = (event: WatchEvent): string =>
  'object' in event
    ? `${event.type} ${event.object.metadata.name}@${event.object.metadata.resourceVersion}`
    : event.type

const startWatch = (options = {}): void =>
  superviseWatch(server, KIND, options, (event) => told.push(text(event)), stop.signal)

/** Lets pauses and stream reads happen without waiting for the clock. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  server = new FakeServer()
  told = []
  stop = new AbortController()
})
afterEach(() => {
  stop.abort()
  vi.useRealTimers()
})

/** Streams deliver on real ticks: turns the event loop until the fact is there. */
async function until(fact: () => boolean): Promise<void> {
  while (!fact()) {
    await pass(1000)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('superviseWatch', () => {
  it('tells the list, says that it is complete, and then tells what changes', async () => {
    server.items = [item('a', '1')]
    startWatch()
    await until(() => server.streams.length === 1)
    server.last.body.write(
      line('ADDED', item('b', '101')) + line('MODIFIED', item('a', '102')) + line('DELETED', item('b', '103')),
    )
    await until(() => told.length === 5)
    expect(told).toEqual(['ADDED a@1', 'SYNCED', 'ADDED b@101', 'MODIFIED a@102', 'DELETED b@103'])
  })

  it('names what it tells by the kind that was asked for, and asks for bookmarks from where the list ended', async () => {
    server.items = [item('a', '1')]
    const objects: WatchEvent[] = []
    superviseWatch(
      server,
      KIND,
      { labelSelector: 'x=y', metadataOnly: true },
      (event) => objects.push(event),
      stop.signal,
    )
    await until(() => server.streams.length === 1)
    expect(objects[0]).toMatchObject({ object: { apiVersion: 'apps/v1', kind: 'Deployment' } })
    expect(server.last.call.query).toMatchObject({
      resourceVersion: '100',
      allowWatchBookmarks: 'true',
      labelSelector: 'x=y',
    })
    expect(server.last.call.accept).toContain('PartialObjectMetadata')
  })

  it('K10: goes on after the ordinary end of a stream where that one was, without a new list', async () => {
    startWatch()
    await until(() => server.streams.length === 1)
    server.last.body.end(line('BOOKMARK', { metadata: { resourceVersion: '170' } }))
    await until(() => server.streams.length === 2)
    expect(server.lists).toBe(1)
    expect(server.last.call.query['resourceVersion']).toBe('170')
    expect(told).toEqual(['SYNCED'])
  })

  it.each([
    ['a position that is too old', (body: PassThrough) => body.write(line('ERROR', { code: 410, message: 'too old' }))],
    ['another error event', (body: PassThrough) => body.write(line('ERROR', { code: 500, message: 'etcd' }))],
    ['a line that is not JSON', (body: PassThrough) => body.write('{"type":"ADDED","obj\n')],
    ['a connection that is cut', (body: PassThrough) => body.destroy(new Error('ECONNRESET'))],
  ])('K10: lists again after %s and tells everything, what vanished included', async (_, breakStream) => {
    server.items = [item('stays', '1'), item('changes', '2'), item('vanishes', '3')]
    startWatch()
    await until(() => server.streams.length === 1)
    told.length = 0
    server.items = [item('stays', '1'), item('changes', '9'), item('new', '8')]
    breakStream(server.last.body)
    await until(() => server.streams.length === 2)
    expect(told).toEqual([
      'LOST',
      'MODIFIED stays@1',
      'MODIFIED changes@9',
      'ADDED new@8',
      'DELETED vanishes@3',
      'SYNCED',
    ])
  })

  it('K10: takes silence for a dead connection', async () => {
    startWatch()
    await until(() => server.streams.length === 1)
    await pass(80_000)
    expect(told).toEqual(['SYNCED'])
    await until(() => server.streams.length === 2)
    expect(told).toEqual(['SYNCED', 'LOST', 'SYNCED'])
  })

  it('gives a stream up as soon as the server answers nothing else either', async () => {
    startWatch()
    await until(() => server.streams.length === 1)
    await pass(30_000)
    expect(told).toEqual(['SYNCED'])
    server.isSilent = true
    await pass(11_000)
    await until(() => server.streams.length === 2)
    expect(told).toEqual(['SYNCED', 'LOST', 'SYNCED'])
  })

  it('K10: does not take bookmarks for silence', async () => {
    startWatch()
    await until(() => server.streams.length === 1)
    for (let minute = 0; minute < 5; minute++) {
      server.last.body.write(line('BOOKMARK', { metadata: { resourceVersion: String(200 + minute) } }))
      await new Promise((resolve) => setImmediate(resolve))
      await pass(60_000)
    }
    expect(server.streams.length).toBe(1)
  })

  it('tries again when the stream is refused', async () => {
    server.failNextStream = new AppError('UPSTREAM', { reason: 'cluster_unreachable' })
    startWatch()
    await until(() => server.streams.length === 1)
    expect(told).toEqual(['SYNCED', 'LOST', 'SYNCED'])
    expect(server.lists).toBe(2)
  })

  it('tells nothing after it was stopped', async () => {
    startWatch()
    await until(() => server.streams.length === 1)
    stop.abort()
    await pass(120_000)
    expect(told).toEqual(['SYNCED'])
    expect(server.streams.length).toBe(1)
  })
})
