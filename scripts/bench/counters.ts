/** How often the database and the API server are asked: differences of their own counters. */
import type { RowContext } from './context.ts'
import type { World } from './world.ts'

/** Statements that are told. */
const SHOWN = 30

export type Counts = {
  /** Statements that the database executed for Ieum, transaction control included. */
  statements: number
  /** Server-side applies that changed nothing (dry runs), and those that were meant. */
  dryRuns: number
  applies: number
  /** Other calls to the API server, without watches; controllers' calls are among them. */
  others: number
}

const LINE = /^apiserver_request_total\{(?<labels>[^}]*)\} (?<count>[\d.e+]+)$/
/** Calls of the cluster's own controllers about themselves. */
const OWN_RESOURCES = /resource="(leases|events|endpointslices|endpoints|replicasets|pods|serviceaccounts|nodes)"/

async function readApiServer({ bare }: World) {
  const counts = { dryRuns: 0, applies: 0, others: 0 }
  for (const line of (await bare.metrics()).split('\n')) {
    const groups = LINE.exec(line)?.groups
    const labels = groups?.['labels'] ?? ''
    const count = Number(groups?.['count'] ?? 0)
    if (/verb="(WATCH|CONNECT)"/.test(labels) || OWN_RESOURCES.test(labels)) continue
    if (!labels.includes('verb="APPLY"')) counts.others += count
    else if (labels.includes('dry_run="All"')) counts.dryRuns += count
    else counts.applies += count
  }
  return counts
}

async function readDatabase({ sql }: World): Promise<number> {
  const { rows } = await sql.query<{ calls: number }>(
    `SELECT COALESCE(sum(s.calls), 0)::int AS calls FROM pg_stat_statements s
     JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database() AND s.userid <> current_role::regrole`,
  )
  return rows[0]?.calls ?? 0
}

/** Says which statements ran most often since the counters began, where somebody wants to know: how often for each of `count`. */
export async function tellStatements({ isVerbose, ground }: RowContext, { sql }: World, count: number): Promise<void> {
  if (!isVerbose) return
  const { rows } = await sql.query<{ calls: number; query: string }>(
    `SELECT s.calls::int AS calls, left(regexp_replace(s.query, '\\s+', ' ', 'g'), 110) AS query FROM pg_stat_statements s
     JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database() AND s.userid <> current_role::regrole
     ORDER BY s.calls DESC LIMIT $1`,
    [SHOWN],
  )
  for (const { calls, query } of rows) ground.say(`      ${(calls / count).toFixed(2).padStart(6)} × ${query}`)
}

/** Begins to count; the answer tells what happened since. */
export async function startCounters(world: World): Promise<() => Promise<Counts>> {
  await world.sql.query('SELECT pg_stat_statements_reset()')
  const before = await readApiServer(world)
  return async () => {
    const statements = await readDatabase(world)
    const after = await readApiServer(world)
    return {
      statements,
      dryRuns: after.dryRuns - before.dryRuns,
      applies: after.applies - before.applies,
      others: after.others - before.others,
    }
  }
}
