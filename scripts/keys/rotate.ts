/**
 * Gives every stored secret the first key of IEUM_ENCRYPTION_KEYS. Works in batches that are committed one by one and looks only for rows
 * that another key has, so it can be killed at any moment and run again; processes that know both keys go on meanwhile.
 */
import type pg from 'pg'
import type { EncryptionKey } from '#lib/config/env.ts'
import { SEALED_COLUMNS, type SealedColumn } from '#lib/crypto/sealed-columns.ts'
import { decryptSecret, encryptSecret, SecretError } from '#lib/crypto/secrets.ts'

/** Rows that one transaction holds locked. */
const BATCH = 200

/** A row that no key opens: it stays as it is, and whoever owns it has to enter the secret again. */
export type Unreadable = { table: string; id: string; why: string }
export type Rotation = {
  rotated: number
  unreadable: Unreadable[]
  /** Rows that are readable but still have another key at the end: somebody wrote them meanwhile who does not know the new key. */
  left: number
}
export type Progress = (column: SealedColumn, done: number, total: number) => void

type Row = { id: string; sealed: string }

const keyOf = (column: string) => `split_part("${column}", ':', 2)`

/** How many secrets each key has, by `table.column` and key id. */
export async function countByKey(client: pg.Client): Promise<{ place: string; keyId: string; count: number }[]> {
  const counts = []
  for (const { table, column } of SEALED_COLUMNS) {
    const { rows } = await client.query<{ keyId: string; count: number }>(
      `SELECT ${keyOf(column)} AS "keyId", count(*)::int AS "count" FROM "${table}" WHERE "${column}" <> '' GROUP BY 1 ORDER BY 1`,
    )
    counts.push(...rows.map((row) => ({ place: `${table}.${column}`, ...row })))
  }
  return counts
}

/** Rotates every sealed column. Throws what the database throws; rows that no key opens are counted, not thrown. */
export async function rotate(
  client: pg.Client,
  keys: readonly EncryptionKey[],
  progress: Progress = () => undefined,
): Promise<Rotation> {
  const current = keys[0]?.id ?? ''
  const found: Rotation = { rotated: 0, unreadable: [], left: 0 }
  for (const sealed of SEALED_COLUMNS) {
    const total = await countOld(client, sealed, current)
    let [done, cursor] = [0, '00000000-0000-0000-0000-000000000000']
    for (;;) {
      const batch = await rotateBatch(client, sealed, keys, cursor)
      if (batch === null) break
      cursor = batch.last
      done += batch.rotated + batch.unreadable.length
      found.rotated += batch.rotated
      found.unreadable.push(...batch.unreadable)
      progress(sealed, done, Math.max(total, done))
    }
    found.left += await countOld(client, sealed, current)
  }
  return { ...found, left: found.left - found.unreadable.length }
}

async function countOld(client: pg.Client, { table, column }: SealedColumn, keyId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS "count" FROM "${table}" WHERE "${column}" <> '' AND ${keyOf(column)} <> $1`,
    [keyId],
  )
  return rows[0]?.count ?? 0
}

/** The next rows after `cursor` in one transaction; null when there are none. */
async function rotateBatch(
  client: pg.Client,
  sealed: SealedColumn,
  keys: readonly EncryptionKey[],
  cursor: string,
): Promise<{ rotated: number; unreadable: Unreadable[]; last: string } | null> {
  const { table, column } = sealed
  await client.query('BEGIN')
  try {
    const { rows } = await client.query<Row>(
      `SELECT "id"::text, "${column}" AS "sealed" FROM "${table}"
       WHERE "id" > $1::uuid AND "${column}" <> '' AND ${keyOf(column)} <> $2 ORDER BY "id" LIMIT ${BATCH} FOR UPDATE`,
      [cursor, keys[0]?.id ?? ''],
    )
    const resealed = rows.map((row) => reseal(row, sealed, keys))
    const done = resealed.filter((row) => 'sealed' in row)
    await client.query(
      `UPDATE "${table}" t SET "${column}" = n."sealed" FROM unnest($1::uuid[], $2::text[]) AS n("id", "sealed") WHERE t."id" = n."id"`,
      [done.map(({ id }) => id), done.map(({ sealed }) => sealed)],
    )
    await client.query('COMMIT')
    const last = rows.at(-1)?.id
    return last === undefined
      ? null
      : { rotated: done.length, unreadable: resealed.filter((row) => 'why' in row), last }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

function reseal({ id, sealed }: Row, column: SealedColumn, keys: readonly EncryptionKey[]): Row | Unreadable {
  const place = { ...column, id }
  try {
    return { id, sealed: encryptSecret(decryptSecret(sealed, place, keys), place, keys) }
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    return { table: column.table, id, why: error.message }
  }
}
