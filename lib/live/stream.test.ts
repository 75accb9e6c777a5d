import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Topic } from './change.ts'
import { eventStream } from './stream.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A stream whose source the test plays. */
function open({ allowed = async () => true }: { allowed?: () => Promise<boolean> } = {}) {
  const aborter = new AbortController()
  const log: string[] = []
  let tell: (topic: Topic | null) => void = () => undefined
  const response = eventStream(
    {
      subscribe: (onTopic) => {
        tell = onTopic
        return () => log.push('unsubscribed')
      },
      stillAllowed: allowed,
      onEnd: () => log.push('ended'),
    },
    aborter.signal,
  )
  const reader = response.body?.getReader()
  if (!reader) throw new Error('no body')
  const decoder = new TextDecoder()
  const next = async () => {
    const { value, done } = await reader.read()
    return done ? null : decoder.decode(value)
  }
  return { response, next, reader, log, abort: () => aborter.abort(), tell: (topic: Topic | null) => tell(topic) }
}

const PING = 'event: ping\ndata: {}\n\n'
const change = (topic: Topic) => `event: change\ndata: {"topic":"${topic}"}\n\n`

describe('a stream', () => {
  test('is one that no proxy keeps, compresses or holds back', () => {
    const { headers } = open().response
    expect(headers.get('content-type')).toContain('text/event-stream')
    expect(headers.get('cache-control')).toBe('no-store, no-transform')
    expect(headers.get('x-accel-buffering')).toBe('no')
  })

  test('gives a sign of life at once and every 20 seconds', async () => {
    const { next } = open()
    expect(await next()).toBe(PING)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await next()).toBe(PING)
  })

  test('tells a burst of changes once', async () => {
    const { next, tell } = open()
    await next()
    for (let index = 0; index < 500; index++) tell('deployments')
    tell('clusters')
    await vi.advanceTimersByTimeAsync(250)
    expect([await next(), await next()]).toEqual([change('deployments'), change('clusters')])
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await next()).toBe(PING)
  })

  test('says only that everything may have changed when that is so', async () => {
    const { next, tell } = open()
    await next()
    tell('deployments')
    tell(null)
    await vi.advanceTimersByTimeAsync(250)
    expect(await next()).toBe('event: change\ndata: {}\n\n')
  })
})

describe('a stream ends', () => {
  test('when the right to it has ended, within 30 seconds', async () => {
    let allowed = true
    const { next, log } = open({ allowed: async () => allowed })
    await next()
    allowed = false
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await next()).toBeNull()
    expect(log).toEqual(['unsubscribed', 'ended'])
  })

  test('when it cannot be known whether the right still holds', async () => {
    const { next, log } = open({ allowed: () => Promise.reject(new Error('database away')) })
    await next()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await next()).toBeNull()
    expect(log).toEqual(['unsubscribed', 'ended'])
  })

  test('when the browser goes', async () => {
    const { next, abort, log } = open()
    await next()
    abort()
    expect(await next()).toBeNull()
    expect(log).toEqual(['unsubscribed', 'ended'])
  })

  test('when the reader cancels', async () => {
    const { reader, log } = open()
    await reader.cancel()
    expect(log).toEqual(['unsubscribed', 'ended'])
  })

  test('W24: when the reader does not read, so that its messages do not pile up', async () => {
    const { log } = open()
    await vi.advanceTimersByTimeAsync(20_000 * 70)
    expect(log).toEqual(['unsubscribed', 'ended'])
  })
})
