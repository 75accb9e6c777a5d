import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { createTestDatabase, type TestDatabase } from '#scripts/database/test-database.ts'
import { createDb, withTransaction } from './client.ts'
import { databaseError, UNIQUE_FIELDS } from './errors.ts'
import type { PrismaClient } from './generated/client.ts'

let database: TestDatabase
let db: PrismaClient

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDb(database.url, 4)
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

/** The error `work` ends with; fails where it does not end with an `AppError`. */
async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw error
}

const workspace = (name: string) => db.workspace.create({ data: { name } })

describe('a write the database refuses', () => {
  test('becomes a taken name where a name is taken', async () => {
    await workspace('taken')
    const error = await failureOf(workspace('taken'))
    expect(error).toMatchObject({ code: 'CONFLICT', reason: 'name_taken', fields: { name: { code: 'name_taken' } } })
  })

  test.each([
    ['a text', { value: 'a\0b' }],
    ['a name in JSON', { 'a\0b': 1 }],
  ])('is bad input where %s holds a NUL', async (_, value) => {
    const error = await failureOf(db.platformSetting.create({ data: { name: 'nul', value } }))
    expect(error.code).toBe('VALIDATION')
  })

  test('becomes a taken name inside a transaction too, and nothing of it stays', async () => {
    const error = await failureOf(
      withTransaction(async (tx) => {
        await tx.workspace.create({ data: { name: 'half-done' } })
        await tx.workspace.create({ data: { name: 'half-done' } })
      }, db),
    )
    expect(error.code).toBe('CONFLICT')
    expect(await db.workspace.count({ where: { name: 'half-done' } })).toBe(0)
  })

  test('keeps a workspace that still holds something, by whatever way somebody deletes it', async () => {
    const { id } = await workspace('held')
    await db.devopsProject.create({ data: { workspaceId: id, name: 'holds' } })
    const error = await failureOf(db.workspace.delete({ where: { id } }))
    expect(error.code).toBe('PRECONDITION')
    expect(await db.workspace.count({ where: { id } })).toBe(1)
    await db.devopsProject.deleteMany({ where: { workspaceId: id } })
    await db.workspace.delete({ where: { id } })
  })

  test('becomes a taken name from raw SQL too', async () => {
    await workspace('raw')
    const error = await failureOf(
      db.$executeRaw`INSERT INTO "Workspace" (id, name, "updatedAt") VALUES (gen_random_uuid(), 'raw', now())`,
    )
    expect(error).toMatchObject({ code: 'CONFLICT', reason: 'name_taken' })
  })

  test('becomes a taken name in a batch too', async () => {
    const error = await failureOf(db.$transaction([workspace('batch'), workspace('batch')]))
    expect(error.reason).toBe('name_taken')
    expect(await db.workspace.count({ where: { name: 'batch' } })).toBe(0)
  })

  test('is not found where it points at a row that does not exist', async () => {
    const missing = '00000000-0000-7000-8000-000000000000'
    const error = await failureOf(db.devopsProject.create({ data: { workspaceId: missing, name: 'x' } }))
    expect(error.code).toBe('NOT_FOUND')
  })

  test('is not found where the row to change does not exist', async () => {
    const missing = '00000000-0000-7000-8000-000000000000'
    const error = await failureOf(db.workspace.update({ where: { id: missing }, data: { alias: 'x' } }))
    expect(error.code).toBe('NOT_FOUND')
  })

  test('is not found where an id is no id at all', async () => {
    expect((await failureOf(db.workspace.findMany({ where: { id: "1' OR 1=1" } }))).code).toBe('NOT_FOUND')
  })

  test('is a precondition where a repository is still in use', async () => {
    const { id: workspaceId } = await workspace('in-use')
    const { id: devopsProjectId } = await db.devopsProject.create({ data: { workspaceId, name: 'devops' } })
    const repository = await db.codeRepository.create({
      data: { devopsProjectId, name: 'repo', url: 'https://example.com/x.git' },
    })
    const cluster = await db.cluster.create({ data: { name: 'cluster' } })
    await db.continuousDeployment.create({
      data: {
        devopsProjectId,
        name: 'app',
        repositoryId: repository.id,
        clusterId: cluster.id,
        namespace: 'ns',
        spec: {},
      },
    })
    const error = await failureOf(db.codeRepository.delete({ where: { id: repository.id } }))
    expect(error).toMatchObject({ code: 'PRECONDITION', reason: 'repository_in_use' })
  })

  test('is bad input where a text holds a NUL byte', async () => {
    expect((await failureOf(workspace('a\u0000b'))).code).toBe('VALIDATION')
  })
})

describe('a database that does not answer', () => {
  test('is said to be unavailable when nothing listens', async () => {
    const away = createDb('postgresql://postgres:pw@127.0.0.1:1/ieum', 1)
    const error = await failureOf(away.workspace.count())
    expect(error).toMatchObject({ code: 'UNAVAILABLE', reason: 'database_unavailable' })
    const inTransaction = await failureOf(withTransaction((tx) => tx.workspace.count(), away))
    expect(inTransaction).toMatchObject({ code: 'UNAVAILABLE', reason: 'database_unavailable' })
  })

  test('is said to be unavailable when it refuses the password', async () => {
    const url = new URL(database.url)
    url.password = 'wrong'
    const error = await failureOf(createDb(url.toString(), 1).workspace.count())
    expect(error).toMatchObject({ code: 'UNAVAILABLE', reason: 'database_unavailable' })
  })

  test('is used again by the same client after it ended its connections', async () => {
    await db.workspace.count()
    await db.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
    const attempts = [1, 2, 3, 4].map(() =>
      db.workspace.count().then(
        () => 'ok',
        (error: unknown) => databaseError(error)?.code,
      ),
    )
    expect(new Set(await Promise.all(attempts))).not.toContain(undefined)
    expect(await db.workspace.count()).toBeGreaterThanOrEqual(0)
  })
})

describe('two transactions in each other’s way', () => {
  test('both end well when they deadlock, because the one that is refused runs again', async () => {
    const [a, b] = await Promise.all([workspace('deadlock-a'), workspace('deadlock-b')])
    const bothHoldOne = Promise.withResolvers<void>()
    let holding = 0
    let runs = 0
    const crosswise = (first: string, second: string) =>
      withTransaction(async (tx) => {
        runs++
        await tx.workspace.update({ where: { id: first }, data: { alias: 'x' } })
        if (++holding === 2) bothHoldOne.resolve()
        await bothHoldOne.promise
        await tx.workspace.update({ where: { id: second }, data: { alias: 'y' } })
      }, db)
    await Promise.all([crosswise(a.id, b.id), crosswise(b.id, a.id)])
    expect(runs).toBeGreaterThan(2)
  })
})

describe('the table of unique constraints', () => {
  test('names only constraints that exist, and every one on a name a person types', async () => {
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE '%\\_key'`
    const existing = rows.map((row) => row.name)
    expect(existing).toEqual(expect.arrayContaining(Object.keys(UNIQUE_FIELDS)))
    expect(existing.filter((name) => name.endsWith('name_key') && !(name in UNIQUE_FIELDS))).toEqual([])
  })
})

describe('an error that is none of the database', () => {
  test('has no code here', () => {
    expect(databaseError(new TypeError('x is not a function'))).toBeNull()
    expect(databaseError('text')).toBeNull()
  })
})
