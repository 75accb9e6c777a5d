/** The command line of `npm run bench`. */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { StartError } from '#scripts/bootstrap/start-error.mjs'

/** Rows of the table in their order, with the sizes they are measured at unless others are named. */
export const ROWS = {
  memory: [0],
  created: [50],
  commit: [50, 200],
  heal: [100],
  idle: [200],
  scale: [2000],
  start: [0],
} as const satisfies Record<string, readonly number[]>
export type RowName = keyof typeof ROWS

/** Rows that need the console. */
export const WITH_CONSOLE: ReadonlySet<RowName> = new Set(['memory', 'scale', 'start'])

export const USAGE = `Usage: npm run bench -- [options]

Measures the engine and prints each figure beside what the bare API server needs for the same work in the same run. Starts a PostgreSQL,
a sandbox cluster, a Git server, an engine and a console of its own in a temporary folder, and ends them all. Nothing is asserted.

  --only ROWS     rows to measure: ${Object.keys(ROWS).join(', ')}
  --n SIZES       numbers of deployments, e.g. 50,500,2000, for the rows that have any
  --json FILE     writes all figures as JSON
  --profile DIR   writes a CPU profile of the engine for each measured span, and prints where its time went
  --help          this text`

export type BenchOptions = {
  rows: { name: RowName; n: number }[]
  json: string | null
  profile: string | null
}

const isRow = (name: string): name is RowName => name in ROWS

function parseSizes(text: string): number[] {
  const sizes = text.split(',').map(Number)
  if (sizes.every((size) => Number.isInteger(size) && size >= 1 && size <= 10_000)) return sizes
  throw new StartError(`--n takes whole numbers from 1 to 10000, divided by commas, and not: ${text}`)
}

function parseRows(text: string): RowName[] {
  const names = text.split(',')
  const unknown = names.filter((name) => !isRow(name))
  if (unknown.length > 0)
    throw new StartError(`No such row: ${unknown.join(', ')}. Rows: ${Object.keys(ROWS).join(', ')}`)
  return names.filter(isRow)
}

/** What to measure; null: the usage was asked for. Throws `StartError`. */
export function parseOptions(argv: readonly string[]): BenchOptions | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      n: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return null
  const sizes = values.n === undefined ? null : parseSizes(values.n)
  const names = values.only === undefined ? Object.keys(ROWS).filter(isRow) : parseRows(values.only)
  const sizesOf = (name: RowName): readonly number[] => (ROWS[name][0] === 0 ? [0] : (sizes ?? ROWS[name]))
  return {
    rows: names.flatMap((name) => sizesOf(name).map((n) => ({ name, n }))),
    json: values.json === undefined ? null : path.resolve(values.json),
    profile: values.profile === undefined ? null : path.resolve(values.profile),
  }
}
