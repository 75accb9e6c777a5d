/** The one door to the database for web and engine: a Prisma client over a small pool, and transactions. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type { PoolConfig } from 'pg'
import { env } from '#lib/config/env.ts'
import { databaseError, isRetryable } from './errors.ts'
import { type Prisma, PrismaClient } from './generated/client.ts'
import { createStatementNames } from './statement-names.ts'

/** The client inside a transaction: what functions that must run in one take as their first argument. */
export type Tx = Prisma.TransactionClient

const POOL_SIZE = 10
const TRANSACTION_ATTEMPTS = 3

/** A request must fail soon when the database is away, and no session may hold a lock for ever. Milliseconds. */
const TIMEOUTS = {
  connectionTimeoutMillis: 2_000,
  idleTimeoutMillis: 30_000,
  query_timeout: 20_000,
  statement_timeout: 15_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
} satisfies PoolConfig

/** A client of its own for the database at `url`; every error it throws is an `AppError` where the failure has a code. */
export function createDb(url: string, max: number = POOL_SIZE): PrismaClient {
  const config = { ...TIMEOUTS, connectionString: url, max, keepAlive: true, application_name: 'ieum' }
  const adapter = new PrismaPg(config, {
    // The driver takes no name for "unnamed"; the type does not say so.
    statementNameGenerator: createStatementNames() as (query: { sql: string }) => string,
  })
  const client = new PrismaClient({ adapter, transactionOptions: { maxWait: 5_000, timeout: 20_000 } })
  const extended = client.$extends({
    name: 'errors with codes',
    query: {
      async $allOperations({ args, query }) {
        try {
          return await query(args)
        } catch (error) {
          throw databaseError(error) ?? error
        }
      },
    },
  })
  // An extension that only rethrows changes no type.
  return extended as unknown as PrismaClient
}

const KEY = Symbol.for('ieum.db')
const holder = globalThis as typeof globalThis & { [KEY]?: PrismaClient | undefined }

/** One client per process; on globalThis, because a development reload loads this module again. */
const instance = (): PrismaClient => (holder[KEY] ??= createDb(env().DATABASE_URL))

/** The transaction that the running code is a part of, and whether it is still open. */
const transaction = new AsyncLocalStorage<{ isOpen: boolean }>()

/**
 * Whoever holds a transaction and asks for a second connection may wait for one that only the end of such a transaction gives back: as many
 * of them as there are connections wait for ever. So every test fails that does; a console that serves people goes on.
 */
function requireNoTransaction(): void {
  if (process.env['NODE_ENV'] !== 'production' && transaction.getStore()?.isOpen === true)
    throw new Error('the client of the process is used inside of a transaction: use the one that the transaction gave')
}

/** The process's client. Built at first use: a build of the console imports this module and has no database. */
export const db: PrismaClient = new Proxy(Object.create(null) as PrismaClient, {
  get(_, property) {
    requireNoTransaction()
    const client = instance()
    const value: unknown = Reflect.get(client, property, client)
    return typeof value === 'function' ? value.bind(client) : value
  },
})

/**
 * Runs `work` in one transaction: all of it happens or nothing. A serialisation failure or a deadlock starts it again, at most three times,
 * so `work` must have no effect outside of the database, and nothing of it asks `db`. Throws what `work` throws, database failures as `AppError`.
 */
export async function withTransaction<T>(work: (tx: Tx) => Promise<T>, client: PrismaClient = db): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const own = { isOpen: true }
    try {
      return await client.$transaction((tx) => transaction.run(own, () => work(tx)))
    } catch (error) {
      if (attempt < TRANSACTION_ATTEMPTS && isRetryable(error)) continue
      throw databaseError(error) ?? error
    } finally {
      own.isOpen = false
    }
  }
}

/** Ends the connections of this process; the next use opens new ones. */
export async function closeDb(): Promise<void> {
  const client = holder[KEY]
  holder[KEY] = undefined
  await client?.$disconnect()
}
