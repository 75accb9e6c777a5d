/**
 * A stream of server-sent events: hints of what to read again, and a sign of life. It ends when the reader goes or does not read, and
 * when the right to it ends.
 */
import type { Topic } from './change.ts'

/** Between two signs of life; the right to the stream is looked at as often. */
const HEARTBEAT_MS = 20_000
/** A burst of changes is told once per this time. */
const FLUSH_MS = 200
/** Messages that may wait for a reader that does not read. */
const MAX_WAITING = 64

export type StreamSource = {
  /** Starts calling with topics; null: unknown, everything may have changed. Returns how to stop. */
  subscribe(onTopic: (topic: Topic | null) => void): () => void
  /** False once the person may not have this stream any more. */
  stillAllowed(): Promise<boolean>
  onEnd(): void
}

/** Answers as `text/event-stream` until `signal` aborts or the source says that it may not go on. */
export function eventStream(source: StreamSource, signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  const waiting = new Set<Topic | null>()
  let end: () => void = () => undefined

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let flushing: NodeJS.Timeout | undefined
        const send = (event: string, data: object) => {
          if ((controller.desiredSize ?? 0) <= 0) return end()
          controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
        }
        const flush = () => {
          flushing = undefined
          const topics = waiting.has(null) ? [null] : [...waiting]
          waiting.clear()
          for (const topic of topics) send('change', topic === null ? {} : { topic })
        }
        const unsubscribe = source.subscribe((topic) => {
          waiting.add(topic)
          flushing ??= setTimeout(flush, FLUSH_MS)
        })
        const heartbeat = setInterval(() => {
          // A database that does not answer now is no reason to believe that the right has ended, and none that it has not.
          source.stillAllowed().then(
            (allowed) => (allowed ? send('ping', {}) : end()),
            () => end(),
          )
        }, HEARTBEAT_MS)
        end = once(() => {
          clearInterval(heartbeat)
          clearTimeout(flushing)
          unsubscribe()
          source.onEnd()
          signal.removeEventListener('abort', end)
          closeQuietly(controller)
        })
        signal.addEventListener('abort', end)
        if (signal.aborted) return end()
        send('ping', {})
      },
      cancel: () => end(),
    },
    new CountQueuingStrategy({ highWaterMark: MAX_WAITING }),
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform: compression would hold events back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}

/** Closing a stream that its reader has cancelled throws, and is what was wanted. */
function closeQuietly(controller: ReadableStreamDefaultController): void {
  try {
    controller.close()
  } catch {
    return
  }
}
