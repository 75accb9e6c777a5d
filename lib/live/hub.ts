/** One LISTEN per web process, fanned out to every open stream. */
import { listen } from '#lib/db/listen.ts'
import { metrics } from '#lib/observability/metrics.ts'
import { CHANGES_CHANNEL, parseChange, type Change } from './change.ts'

/** Null: notifications may have been lost, everything may have changed. */
export type Subscriber = (change: Change | null) => void

type Hub = { subscribers: Set<Subscriber>; listening: Promise<void> | null; stop: AbortController }

const KEY = Symbol.for('ieum.live-hub')
const holder = globalThis as typeof globalThis & { [KEY]?: Hub | undefined }
/** On globalThis, because a development reload loads this module again and must not listen twice. */
const hub = (): Hub => (holder[KEY] ??= { subscribers: new Set(), listening: null, stop: new AbortController() })

function start({ subscribers, stop }: Hub): Promise<void> {
  const tellAll = (change: Change | null) => {
    for (const subscriber of subscribers) subscriber(change)
  }
  const onPayload = (payload: string) => {
    const change = parseChange(payload)
    if (change) tellAll(change)
  }
  return new Promise((resolve) =>
    listen(CHANGES_CHANNEL, onPayload, () => tellAll(null), stop.signal, { onListening: resolve }),
  )
}

async function tellOnceListening({ subscribers, listening }: Hub, subscriber: Subscriber): Promise<void> {
  await listening
  if (subscribers.has(subscriber)) subscriber(null)
}

/**
 * Calls `subscriber` for every change until the returned function is called, and once with null when it is sure to hear of everything
 * from then on: what a page read before may be old already.
 */
export function subscribe(subscriber: Subscriber): () => void {
  const current = hub()
  current.subscribers.add(subscriber)
  metrics().streams.set(current.subscribers.size)
  current.listening ??= start(current)
  void tellOnceListening(current, subscriber)
  return () => {
    current.subscribers.delete(subscriber)
    metrics().streams.set(current.subscribers.size)
  }
}

/** Ends listening; streams that are open hear no more. For the end of the process. */
export function closeHub(): void {
  holder[KEY]?.stop.abort()
  holder[KEY] = undefined
}
