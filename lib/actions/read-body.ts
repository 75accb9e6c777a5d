/** The raw body of a request whose sender is not known yet: never more of it than may be, and never for longer. */
import { AppError } from '#lib/core/errors.ts'

const unfinished = (cause?: unknown): AppError => new AppError('VALIDATION', { reason: 'body_unfinished', cause })

/**
 * The whole body. Throws TOO_LARGE for more than `mostBytes`, as soon as that is known, and VALIDATION `body_unfinished` for one that has not come
 * after `patienceMs` or breaks off. What has not been read by then never is.
 */
export async function readBody(request: Request, mostBytes: number, patienceMs: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw new AppError('TOO_LARGE')
  if (request.body === null) return Buffer.alloc(0)
  const reader = request.body.getReader()
  const lateness = new AbortController()
  const timer = setTimeout(() => lateness.abort(), patienceMs)
  try {
    return await collect(reader, mostBytes, lateness.signal)
  } finally {
    clearTimeout(timer)
    // Without waiting: a sender that has gone silent does not hear it either.
    reader.cancel().catch(() => undefined)
  }
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  mostBytes: number,
  late: AbortSignal,
): Promise<Buffer> {
  const isLate = new Promise<never>((_, reject) =>
    late.addEventListener('abort', () => reject(unfinished()), { once: true }),
  )
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const next = reader.read().catch((error: unknown) => {
      throw unfinished(error)
    })
    const { done, value } = await Promise.race([next, isLate])
    if (done) return Buffer.concat(parts, size)
    size += value.byteLength
    if (size > mostBytes) throw new AppError('TOO_LARGE')
    parts.push(value)
  }
}
