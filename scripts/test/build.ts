/** Builds what the tests run: `node scripts/test/build.ts client` the database client, without a name everything. */
import { Progress } from '../bootstrap/progress.mjs'
import { describeFailure } from '../bootstrap/start-error.mjs'
import { ensureClient, ensureConsole, ensureRenderer, ensureSandbox } from '../serve/builds.ts'

const progress = new Progress(process.stderr)
const { signal } = new AbortController()

try {
  await ensureClient(progress, signal)
  if (process.argv[2] !== 'client') {
    await ensureConsole(progress, signal)
    await ensureRenderer(progress, signal)
    await ensureSandbox(progress, signal, () => undefined)
  }
} catch (error) {
  console.error(describeFailure(error))
  process.exitCode = 1
} finally {
  progress.stop()
}
