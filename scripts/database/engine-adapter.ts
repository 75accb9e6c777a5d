/**
 * How Prisma's schema engine (WebAssembly) reaches PostgreSQL. `@prisma/adapter-pg` is made for the client and fails here: it does not
 * know the catalogue's type "char", cuts scripts at every semicolon, and makes its shadow database out of the main one.
 */
import { randomUUID } from 'node:crypto'
import {
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { databaseUrl } from './postgres.ts'

/** Types the engine's queries of the catalogue return, by their object id in pg_type. */
const COLUMN_TYPES = new Map<number, ColumnType>([
  [16, ColumnTypeEnum.Boolean],
  [18, ColumnTypeEnum.Character],
  [19, ColumnTypeEnum.Text],
  [20, ColumnTypeEnum.Int64],
  [21, ColumnTypeEnum.Int32],
  [23, ColumnTypeEnum.Int32],
  [25, ColumnTypeEnum.Text],
  [26, ColumnTypeEnum.Int64],
  [1002, ColumnTypeEnum.CharacterArray],
  [1005, ColumnTypeEnum.Int32Array],
  [1007, ColumnTypeEnum.Int32Array],
  [1009, ColumnTypeEnum.TextArray],
  [1015, ColumnTypeEnum.TextArray],
  [1042, ColumnTypeEnum.Text],
  [1043, ColumnTypeEnum.Text],
  [1114, ColumnTypeEnum.DateTime],
  [1184, ColumnTypeEnum.DateTime],
  [2950, ColumnTypeEnum.Uuid],
])
const TIMESTAMPS = new Set([1114, 1184])
/** The engine wants what JSON can carry: 64-bit numbers as text, moments in ISO 8601. */
const getTypeParser = ((oid: number, format?: 'text') => {
  if (oid === 20 || oid === 26) return String
  if (TIMESTAMPS.has(oid)) return (text: string) => `${text.replace(' ', 'T').replace(/[+-]\d{2}$/, '')}+00:00`
  return pg.types.getTypeParser(oid, format)
}) as typeof pg.types.getTypeParser

function rethrow(error: unknown): never {
  if (!(error instanceof pg.DatabaseError)) throw error
  const { code = '', severity = '', message, detail, column, hint } = error
  throw new DriverAdapterError({
    kind: 'postgres',
    originalCode: code,
    originalMessage: message,
    ...{ code, severity, message, detail, column, hint },
  })
}

class EngineAdapter implements SqlDriverAdapter {
  readonly provider = 'postgres'
  readonly adapterName = 'ieum'
  readonly #client: pg.Client
  readonly #release: () => Promise<void>

  constructor(client: pg.Client, release: () => Promise<void>) {
    this.#client = client
    this.#release = release
  }

  async queryRaw({ sql, args }: SqlQuery): Promise<SqlResultSet> {
    const result = await this.#client
      .query<unknown[]>({ text: sql, values: args, rowMode: 'array', types: { getTypeParser } })
      .catch(rethrow)
    const columnTypes = result.fields.map(({ dataTypeID }) => {
      const type = COLUMN_TYPES.get(dataTypeID)
      if (type === undefined)
        throw new DriverAdapterError({ kind: 'UnsupportedNativeDataType', type: String(dataTypeID) })
      return type
    })
    return { columnNames: result.fields.map((field) => field.name), columnTypes, rows: result.rows }
  }

  async executeRaw({ sql, args }: SqlQuery): Promise<number> {
    const result = await this.#client.query({ text: sql, values: args }).catch(rethrow)
    return result.rowCount ?? 0
  }

  /** One simple query: function bodies with semicolons stay whole and the script is one transaction. */
  async executeScript(script: string): Promise<void> {
    await this.#client.query(script).catch(rethrow)
  }

  startTransaction(): Promise<Transaction> {
    throw new Error('the schema engine opens no transactions of its own')
  }

  dispose(): Promise<void> {
    return this.#release()
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'ieum schema engine' })
  await client.connect()
  // The engine reads moments without a zone.
  await client.query("SET TIME ZONE 'UTC'")
  return client
}

export type EngineConnection = {
  factory: SqlMigrationAwareDriverAdapterFactory
  /** Ends the connections the engine was given; it never gives them back itself. */
  close(): Promise<void>
}

/** What the engine binds to. Its shadow database is a fresh one beside the main one, dropped when the engine is done with it. */
export function engineConnection(url: string): EngineConnection {
  const open: pg.Client[] = []
  const connectTo = async (address: string) => {
    const client = await connect(address)
    open.push(client)
    return client
  }
  return {
    factory: {
      provider: 'postgres',
      adapterName: 'ieum',
      async connect() {
        const client = await connectTo(url)
        return new EngineAdapter(client, () => client.end())
      },
      async connectToShadowDb() {
        const name = `shadow_${randomUUID().replaceAll('-', '')}`
        const admin = await connectTo(url)
        await admin.query(`CREATE DATABASE "${name}" TEMPLATE template0`)
        const client = await connectTo(databaseUrl(url, name))
        return new EngineAdapter(client, async () => {
          await client.end()
          await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
        })
      },
    },
    async close() {
      await Promise.all(open.map((client) => client.end()))
    },
  }
}
