/**
 * Supervised LISTEN: a connection of its own per channel that comes back after every failure. Notifications that were sent while it
 * was away are lost, so `onReconnect` tells the caller to look at the tables again.
 */
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { env } from '#lib/config/env.ts'
import { logger } from '#lib/observability/logger.ts'

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 10_000
/** Silence proves nothing: a session that lost its peer without a word is found by asking. */
const PROBE_MS = 30_000

/** Milliseconds before attempt `failures`: doubling, capped, with half of it random so that many listeners do not come back at once. */
export function reconnectWait(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 16))
  return ceiling / 2 + (ceiling / 2) * random()
}

export type ListenOptions = {
  /** Address of the database; absent: the process's. */
  url?: string
  /** Called once, when the first connection listens. */
  onListening?: () => void
}

type Session = { url: string; channel: string; onPayload: (payload: string) => void; onListening: () => void }

/** Resolves when the client lost its connection or `signal` aborted, whichever comes first. */
function ending(client: pg.Client, signal: AbortSignal) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = () => resolve()
  client.once('end', end)
  client.on('error', end)
  signal.addEventListener('abort', end, { once: true })
  return { promise, forget: () => signal.removeEventListener('abort', end) }
}

/** One connection from its start to its end, for whatever reason it ends. */
async function session({ url, channel, onPayload, onListening }: Session, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `ieum listen ${channel}`,
    connectionTimeoutMillis: 5_000,
    query_timeout: 10_000,
    keepAlive: true,
  })
  const end = ending(client, signal)
  client.on('notification', ({ payload }) => {
    try {
      onPayload(payload ?? '')
    } catch (error) {
      logger.error({ err: error, channel }, 'a notification was not handled')
    }
  })
  const probe = setInterval(() => {
    client.query('SELECT 1').catch(() => client.end().catch(() => undefined))
  }, PROBE_MS)
  try {
    await client.connect()
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
    onListening()
    await end.promise
  } finally {
    clearInterval(probe)
    end.forget()
    await client.end().catch(() => undefined)
  }
}

/**
 * Calls `onPayload` for every notification of `channel` until `signal` aborts. `onReconnect` is called each time the connection
 * listens again after it was lost. Returns at once; never throws for a failing database, which is logged and tried again.
 */
export function listen(
  channel: string,
  onPayload: (payload: string) => void,
  onReconnect: () => void,
  signal: AbortSignal,
  options: ListenOptions = {},
): void {
  const url = options.url ?? env().DATABASE_URL
  let failures = 0
  let everListened = false
  const onListening = () => {
    failures = 0
    if (everListened) onReconnect()
    else options.onListening?.()
    everListened = true
  }
  const supervise = async () => {
    while (!signal.aborted) {
      try {
        await session({ url, channel, onPayload, onListening }, signal)
      } catch (error) {
        logger.warn({ err: error, channel }, 'listening failed, trying again')
      }
      await delay(reconnectWait(failures++), undefined, { signal }).catch(() => undefined)
    }
  }
  void supervise()
}
