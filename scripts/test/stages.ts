/** The stages of `npm test`, in the order they run. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkMessages } from '../checks/messages.ts'
import { checkSourceRules } from '../checks/source-rules.ts'
import { checkThreats } from '../checks/threats.ts'
import { findChromium } from './chromium.ts'
import { ensureSshd } from './sshd.ts'
import { add, goTally, NOTHING, playwrightTally, verdict, vitestTally, type Tally } from './tally.ts'

export type Stage = { name: string; about: string; run: () => Promise<Tally> }

const ROOT = join(import.meta.dirname, '..', '..')
const REPORTS = join(ROOT, '.build', 'test')

type RunOptions = { cwd?: string; env?: Record<string, string>; quiet?: boolean }

/** Runs a program (scripts/test.mjs put node_modules/.bin into PATH); its output goes to the terminal unless quiet. Resolves with exit code and output. */
function run(command: string, args: string[], options: RunOptions = {}): Promise<{ code: number; stdout: string }> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    if (!options.quiet) process.stdout.write(chunk)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, stdout }))
  })
}

const succeeds = async (command: string, args: string[], options?: RunOptions): Promise<Tally> =>
  verdict((await run(command, args, options)).code === 0)

function listed(faults: string[]): Tally {
  for (const fault of faults) console.error(fault)
  return verdict(faults.length === 0)
}

/** Reads the JSON report a runner wrote; a runner that died before writing one counts as one failure. */
async function reported(file: string, runIt: () => Promise<number>, count: (report: never) => Tally): Promise<Tally> {
  mkdirSync(REPORTS, { recursive: true })
  const path = join(REPORTS, file)
  rmSync(path, { force: true })
  const code = await runIt()
  const tally = count(JSON.parse(readFileSync(path, 'utf8')) as never)
  return code !== 0 && tally.failed === 0 ? add(tally, verdict(false)) : tally
}

const vitest = (project: string): Promise<Tally> =>
  reported(
    `${project}.json`,
    async () =>
      (
        await run('vitest', [
          'run',
          '--project',
          project,
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${join(REPORTS, `${project}.json`)}`,
        ])
      ).code,
    vitestTally,
  )

async function goModule(module: string): Promise<Tally> {
  const cwd = join(ROOT, module)
  // The flags of the build, so that what it compiled is used again.
  const env = { CGO_ENABLED: '0', GOFLAGS: '-trimpath' }
  const vet = verdict((await run('go', ['vet', './...'], { cwd, env })).code === 0)
  const { code, stdout } = await run('go', ['test', '-json', './...'], { cwd, env, quiet: true })
  const tests = goTally(stdout)
  if (code !== 0) console.error(goOutput(stdout))
  return add(vet, code !== 0 && tests.failed === 0 ? add(tests, verdict(false)) : tests)
}

/** What the failing tests printed, without the JSON around it. */
const goOutput = (json: string): string =>
  json
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { Output?: string }).Output ?? '')
    .join('')
    .slice(-8000)

async function integration(): Promise<Tally> {
  ensureSshd()
  return vitest('integration')
}

async function stories(): Promise<Tally> {
  const chromium = await findChromium()
  return reported(
    'e2e.json',
    async () =>
      (
        await run('playwright', ['test', '--config', 'e2e/playwright.config.ts'], {
          env: { IEUM_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: join(REPORTS, 'e2e.json') },
        })
      ).code,
    playwrightTally,
  )
}

export const STAGES: Stage[] = [
  { name: 'client', about: 'database client', run: () => succeeds('node', ['scripts/test/build.ts', 'client']) },
  { name: 'format', about: 'prettier', run: () => succeeds('prettier', ['--check', '--log-level=warn', '.']) },
  { name: 'lint', about: 'oxlint, type-aware', run: () => succeeds('oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'rules', about: 'rules of the house', run: async () => listed(checkSourceRules()) },
  { name: 'threats', about: 'bad input and faults have their tests', run: async () => listed(checkThreats()) },
  { name: 'messages', about: 'Korean and English catalogues', run: async () => listed(checkMessages()) },
  {
    name: 'types',
    about: 'TypeScript',
    run: async () => add(await succeeds('next', ['typegen']), await succeeds('tsc', ['--noEmit'])),
  },
  {
    name: 'walls',
    about: 'import directions',
    run: () =>
      succeeds('depcruise', [
        '--config',
        '.dependency-cruiser.cjs',
        'app',
        'components',
        'lib',
        'prisma',
        'scripts',
        'e2e',
      ]),
  },
  { name: 'unit', about: 'pure code', run: () => vitest('unit') },
  {
    name: 'schema',
    about: 'data model and migrations agree',
    run: () => succeeds('npm', ['run', '--silent', 'db:check']),
  },
  { name: 'build', about: 'console, renderer, sandbox', run: () => succeeds('node', ['scripts/test/build.ts']) },
  {
    name: 'go',
    about: 'renderer and sandbox',
    run: async () => (await Promise.all([goModule('renderer'), goModule('sandbox')])).reduce(add, NOTHING),
  },
  { name: 'integration', about: 'real PostgreSQL, Git, SSH, Kubernetes', run: integration },
  { name: 'e2e', about: 'stories in a browser', run: stories },
]
