/**
 * The second half of `npm start`, under the pinned Node: builds what is not built, runs PostgreSQL, console, engine and sandbox, and
 * keeps them running until it is told to stop.
 */
import { mkdirSync } from 'node:fs'
import { parseArguments, type StartOptions } from './bootstrap/arguments.mjs'
import { forgetProcess, recordProcess } from './bootstrap/instance.mjs'
import { Progress } from './bootstrap/progress.mjs'
import { describeFailure } from './bootstrap/start-error.mjs'
import { buildAll, ensureClient } from './serve/builds.ts'
import { prepareEnvironment } from './serve/environment.ts'
import { CHECKOUT, dataPlaces } from './serve/places.ts'
import { stopRequests, wasRequested } from './serve/stop-request.ts'

/** Exit code of the whole start. */
async function serve(options: StartOptions): Promise<number> {
  const stopping = stopRequests()
  const progress = new Progress(process.stdout)
  const places = dataPlaces(options)
  if (!options.buildOnly) recordProcess(places.root, 'serve', process.pid)
  try {
    if (options.buildOnly) {
      await buildAll(options, progress, stopping.signal)
      return 0
    }
    mkdirSync(places.logs, { recursive: true, mode: 0o700 })
    prepareEnvironment(options, places)
    await ensureClient(progress, stopping.signal)
    // Loaded only now: it needs the generated client and the environment.
    const { runInstallation } = await import('./serve/installation.ts')
    await runInstallation({ options, places, progress, stopping })
    return 0
  } catch (error) {
    progress.stop()
    if (wasRequested(stopping)) return 0
    console.error(`\n${describeFailure(error)}`)
    return 1
  } finally {
    forgetProcess(places.root, 'serve')
  }
}

const parsed = parseArguments(process.argv.slice(2), process.env, CHECKOUT)
if (parsed.kind !== 'start') throw new Error('scripts/serve.ts is run by scripts/start.mjs')
process.exit(await serve(parsed.options))
