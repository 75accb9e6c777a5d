/** The log of one container as an answer that is read at the reader's pace and ends when the reader goes. */
import { takePlace } from '#lib/live/connections.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { cleanLines } from './log-lines.ts'

export type LogRequest = {
  pod: string
  namespace: string
  container: string
  follow: boolean
  previous: boolean
  download: boolean
  tail: number
  sinceSeconds?: number | undefined
}

/** What one answer may bring of a log that is not followed. */
const LIMIT_BYTES = 5 * 1024 * 1024
const DOWNLOAD_BYTES = 50 * 1024 * 1024
const DOWNLOAD_LINES = 200_000
/** A log is followed for so long; the page then asks again, and the right to it is looked at again: it ends within 30 s of the right. */
export const FOLLOW_MS = 25_000

const fileName = ({ pod, container }: LogRequest) => `${pod}-${container}.log`.replace(/[^\w.-]/g, '_')

/** Throws RATE_LIMITED when the person holds too many streams, PRECONDITION `logs_unavailable`, and the API server's failures. */
export async function logResponse(
  kube: KubeApi,
  userId: string,
  request: LogRequest,
  signal: AbortSignal,
): Promise<Response> {
  const leave = takePlace(userId)
  const gone = new AbortController()
  const follow = request.follow && !request.download
  const until = AbortSignal.any([signal, gone.signal, ...(follow ? [AbortSignal.timeout(FOLLOW_MS)] : [])])
  try {
    const source = await kube.logs(
      { namespace: request.namespace, name: request.pod },
      {
        ...{ container: request.container, follow, previous: request.previous },
        tailLines: request.download ? DOWNLOAD_LINES : request.tail,
        ...(follow ? {} : { limitBytes: request.download ? DOWNLOAD_BYTES : LIMIT_BYTES }),
        ...(request.sinceSeconds === undefined ? {} : { sinceSeconds: request.sinceSeconds }),
      },
      until,
    )
    return new Response(
      toBody(source, until, () => {
        gone.abort()
        leave()
      }),
      { headers: headersOf(request) },
    )
  } catch (error) {
    leave()
    throw error
  }
}

function headersOf(request: LogRequest): Record<string, string> {
  return {
    'content-type': 'text/plain; charset=utf-8',
    // no-transform: compression would hold lines back.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    ...(request.download ? { 'content-disposition': `attachment; filename="${fileName(request)}"` } : {}),
  }
}

/** Pulls only when the reader asks for more: a slow reader slows the node down, and nothing piles up here. */
function toBody(source: AsyncIterable<Uint8Array>, until: AbortSignal, end: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const lines = cleanLines(source)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await lines.next()
          if (!done) return controller.enqueue(encoder.encode(value))
        } catch (error) {
          // A log that was followed for its time, or left, has simply ended.
          if (!until.aborted) {
            end()
            throw error
          }
        }
        end()
        controller.close()
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
}
