/**
 * Authoring of migrations, for developers and for the checks:
 *
 *   node scripts/database/migrate.ts new <name>   writes prisma/migrations/<time>_<name>/migration.sql from the difference
 *   node scripts/database/migrate.ts check        says whether prisma/schema and prisma/migrations agree (exit code 2 when not)
 *
 * Works on the database of DATABASE_URL, else on a throw-away one. Prisma's engine runs as WebAssembly: no binary is downloaded.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { type MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm'
import { MIGRATIONS_DIRECTORY, migrate, readMigrations } from '#lib/db/migrate.ts'
import { engineConnection } from './engine-adapter.ts'
import { createTestDatabase } from './test-database.ts'

const SCHEMA = path.resolve(import.meta.dirname, '../../prisma/schema')
const LOCK_FILE = path.join(MIGRATIONS_DIRECTORY, 'migration_lock.toml')
const NO_FILTER = { externalTables: [], externalEnums: [] }

const USAGE = 'usage: node scripts/database/migrate.ts new <name> | check'

const schemaFiles = () =>
  readdirSync(SCHEMA)
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => path.join(SCHEMA, name))
    .map((file) => ({ path: file, content: readFileSync(file, 'utf8') }))

function migrationList(): MigrationList {
  return {
    baseDir: MIGRATIONS_DIRECTORY,
    shadowDbInitScript: '',
    // Without the lock file the engine cannot compare migrations with a schema.
    lockfile: {
      path: path.basename(LOCK_FILE),
      content: existsSync(LOCK_FILE) ? readFileSync(LOCK_FILE, 'utf8') : null,
    },
    migrationDirectories: readMigrations().map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}

/** Writes the next migration. The database must be at the last one: the engine compares the schema with what it finds there. */
async function writeMigration(engine: SchemaEngine, name: string): Promise<string> {
  const migrationsList = migrationList()
  // The order of Prisma's own `migrate dev`; createMigration needs what devDiagnostic leaves in the engine's cache.
  const { action } = await engine.devDiagnostic({ migrationsList, filters: NO_FILTER })
  if (action.tag === 'reset') throw new Error(`the migrations do not fit the database: ${action.reason}`)
  const schema = { files: schemaFiles() }
  const made = await engine.createMigration({
    draft: false,
    migrationName: name,
    migrationsList,
    schema,
    filters: NO_FILTER,
  })
  if (made.migrationScript === null) return 'Schema and migrations agree: nothing to write.'
  const folder = path.join(MIGRATIONS_DIRECTORY, made.generatedMigrationName)
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'migration.sql'), made.migrationScript)
  writeFileSync(
    LOCK_FILE,
    `# Which database the migrations are for; read by Prisma's engine.\nprovider = "${made.connectorType}"\n`,
  )
  return `Wrote ${path.relative(process.cwd(), folder)}/migration.sql`
}

/** The difference from migrations to schema in words; empty where they agree. */
async function difference(engine: SchemaEngine): Promise<string> {
  const from = { tag: 'migrations' as const, ...migrationList() }
  const to = { tag: 'schemaDatamodel' as const, files: schemaFiles() }
  const { exitCode, stdout } = await engine.diff({ from, to, script: false, exitCode: true, filters: NO_FILTER })
  return exitCode === 0 ? '' : (stdout ?? 'they differ')
}

/** Runs `work` with an engine on a database that has all migrations. */
async function withEngine<T>(work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  mkdirSync(MIGRATIONS_DIRECTORY, { recursive: true })
  const given = process.env['DATABASE_URL']
  const throwAway = given ? undefined : await createTestDatabase({ empty: true })
  const connection = engineConnection(given ?? throwAway?.url ?? '')
  try {
    await migrate(given ?? throwAway?.url ?? '')
    const datamodels = schemaFiles().map((file): [string, string] => [file.path, file.content])
    const adapter = bindMigrationAwareSqlAdapterFactory(connection.factory)
    return await work(await SchemaEngine.new({ datamodels }, () => undefined, adapter))
  } finally {
    await connection.close()
    await throwAway?.drop()
  }
}

async function main([command, name]: readonly string[]): Promise<number> {
  if (command === 'new' && name && /^[a-z0-9_]+$/.test(name)) {
    console.log(await withEngine((engine) => writeMigration(engine, name)))
    return 0
  }
  if (command === 'check') {
    const differs = await withEngine(difference)
    console.log(differs === '' ? 'Schema and migrations agree.' : `Schema and migrations differ:\n${differs}`)
    return differs === '' ? 0 : 2
  }
  console.error(USAGE)
  return 64
}

process.exitCode = await main(process.argv.slice(2))
