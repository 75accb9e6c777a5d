/** `npm run bench`: builds what is measured, measures, prints. Ends with 0 when every row was measured, whatever the figures are. */
import { writeFileSync } from 'node:fs'
import os from 'node:os'
import { Progress } from '#scripts/bootstrap/progress.mjs'
import { describeFailure } from '#scripts/bootstrap/start-error.mjs'
import { ensureClient, ensureConsole, ensureRenderer, ensureSandbox } from '#scripts/serve/builds.ts'
import { stopRequests, wasRequested } from '#scripts/serve/stop-request.ts'
import { type Figure, table, usageTable } from './figures.ts'
import { parseOptions, USAGE, WITH_CONSOLE } from './options.ts'

/** The machine, and how busy it was with other things before the first row. */
const describeMachine = () => ({
  processors: os.availableParallelism(),
  model: os.cpus()[0]?.model ?? '',
  memoryMb: Math.round(os.totalmem() / 1_000_000),
  node: process.version,
  load: Number((os.loadavg()[0] ?? 0).toFixed(1)),
})
type Machine = ReturnType<typeof describeMachine>

function print(figures: readonly Figure[], { processors, model, memoryMb, node, load }: Machine): void {
  console.log(`\n${processors} × ${model}, ${memoryMb} MB, Node ${node}, ${new Date().toISOString()}`)
  if (load > processors / 2)
    console.log(`Busy with other things (load ${load}): times say little; ratios, counts and CPU time hold.`)
  console.log('')
  for (const line of table(figures)) console.log(line)
  const notes = figures.filter(({ note }) => note !== '')
  if (notes.length > 0) console.log('')
  for (const { what, n, note } of notes) console.log(`${what}${n === 0 ? '' : ` (${n})`}: ${note}`)
  const usage = usageTable(figures)
  if (usage.length > 0) console.log('')
  for (const line of usage) console.log(line)
}

async function bench(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv)
  if (options === null) {
    console.log(USAGE)
    return 0
  }
  const stopping = stopRequests()
  const { signal } = stopping
  const progress = new Progress(process.stderr)
  const machine = describeMachine()
  try {
    await ensureClient(progress, signal)
    if (options.rows.some(({ name }) => WITH_CONSOLE.has(name))) await ensureConsole(progress, signal)
    await ensureRenderer(progress, signal)
    await ensureSandbox(progress, signal, () => undefined)
    // Loaded only now: it needs the generated client.
    const { measureAll } = await import('./measure.ts')
    const { figures, failures } = await measureAll(options, progress, signal)
    progress.stop()
    if (figures.length > 0) print(figures, machine)
    if (options.json !== null) {
      writeFileSync(options.json, `${JSON.stringify({ at: new Date(), machine, figures }, null, 2)}\n`)
    }
    for (const failure of failures) console.error(`\n${failure}`)
    return failures.length === 0 && !signal.aborted ? 0 : 1
  } catch (error) {
    progress.stop()
    if (!wasRequested(stopping)) console.error(describeFailure(error))
    return 1
  }
}

process.exit(
  await bench(process.argv.slice(2)).catch((error: unknown) => {
    console.error(describeFailure(error))
    return 1
  }),
)
