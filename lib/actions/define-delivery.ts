/**
 * Doors that another system's server knocks at. No session counts there, nor where the request comes from: whoever knocks proves itself by a
 * secret, over the raw body, before a byte of it is understood. Everything up to that proof is bounded: how large a body is, how long it takes,
 * how many are read at once, and how often an address may fail.
 */
import 'server-only'
import type { z } from 'zod'
import { clientAddress } from '#lib/auth/address.ts'
import { AppError } from '#lib/core/errors.ts'
import { SIGNATURE, type EntryPoint } from './definition.ts'
import { jsonResponse, type RouteHandler } from './define-route.ts'
import { guarded } from './failure.ts'
import { REQUEST_ID_HEADER } from './headers.ts'
import { createMisses } from './misses.ts'
import { parseInput } from './parse.ts'
import { readBody } from './read-body.ts'
import { register } from './registry.ts'

const MOST_BYTES = 1024 * 1024
const PATIENCE_MS = 10_000
/** Together at most 32 MB. */
const MOST_AT_ONCE = 32
const MISSES = { limit: 30, windowMs: 60_000, most: 10_000 }

export type Delivery = { headers: Headers; body: Buffer }

export type DeliveryDefinition<S extends z.ZodType, Sender, T> = {
  name: string
  /** What the path names; a strict schema. */
  input: S
  /** Who has proved to be the sender; null for a proof that is wrong as for an address that nobody has, at the same cost. */
  prove: (input: z.output<S>, delivery: Delivery) => Promise<Sender | null>
  /** What a proven delivery does. */
  receive: (sender: Sender, delivery: Delivery) => Promise<T>
}

/** For the handler of a door, which is one per process and door. */
type Gate = { reading: number; misses: ReturnType<typeof createMisses> }

/**
 * Declares a door for deliveries. Answers 200 with what `receive` says; 401 without a proof, whatever is missing; 413 for a body that is too
 * large, 422 for one that does not end, and 429 with `retry-after` for too many.
 */
export function defineDelivery<S extends z.ZodType, Sender, T>(
  definition: DeliveryDefinition<S, Sender, T>,
): RouteHandler {
  const { name, input } = definition
  const entry: EntryPoint = { kind: 'route', name, scope: 'signed', permission: SIGNATURE, input }
  const gate: Gate = { reading: 0, misses: createMisses(MISSES, () => performance.now()) }
  const handler: RouteHandler = async (request, { params }) => {
    const address = clientAddress(request.headers.get('x-forwarded-for'))
    const result = await guarded(name, requestIdOf(request.headers), async () => {
      const named = parseInput(input, { ...Object.fromEntries(request.nextUrl.searchParams), ...(await params) })
      const door = JSON.stringify(named)
      const retryAfter = gate.misses.rest(address, door)
      if (retryAfter > 0) throw new AppError('RATE_LIMITED', { params: { retryAfter } })
      const body = await readInTurn(gate, request, () => gate.misses.count(address, door))
      const delivery = { headers: request.headers, body }
      const sender = await definition.prove(named, delivery)
      if (sender === null) {
        gate.misses.count(address, door)
        throw new AppError('UNAUTHENTICATED')
      }
      gate.misses.prove(door)
      return definition.receive(sender, delivery)
    })
    return withoutContent(jsonResponse(result))
  }
  return register(handler, entry)
}

/** A body that is too large or does not end is a miss as well: it has held one of the places, and proves nothing. */
async function readInTurn(gate: Gate, request: Request, onMiss: () => void): Promise<Buffer> {
  if (gate.reading >= MOST_AT_ONCE) throw new AppError('RATE_LIMITED', { params: { retryAfter: 1 } })
  gate.reading += 1
  try {
    return await readBody(request, MOST_BYTES, PATIENCE_MS)
  } catch (error) {
    onMiss()
    throw error
  } finally {
    gate.reading -= 1
  }
}

/** proxy.ts does not stand before these doors, because it would read the whole body first: an id from outside is taken if it is a plain one. */
function requestIdOf(headers: Headers): string {
  const given = headers.get(REQUEST_ID_HEADER) ?? ''
  return /^[\w-]{1,64}$/.test(given) ? given : crypto.randomUUID()
}

/** The answer is for a program: a browser that is led here shows nothing and loads nothing. */
function withoutContent(response: Response): Response {
  response.headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  return response
}
