/** What is built, from what, and how: the Prisma client, the console, and the two Go programs. */
import { readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { StartOptions } from '#scripts/bootstrap/arguments.mjs'
import { linesOf, runCommand } from '#scripts/bootstrap/command.mjs'
import { refuseWhileOthersRun } from '#scripts/bootstrap/instance.mjs'
import type { Progress, Step } from '#scripts/bootstrap/progress.mjs'
import { withLock } from '#scripts/bootstrap/records.mjs'
import { contentHash, type Sources } from './content-hash.ts'
import { BINARIES, BUILD, BUILD_LOGS, CHECKOUT, NODE } from './places.ts'
import { type Build, forget, isCurrent, remember } from './stamps.ts'

const NETWORK_ADVICE = 'Go needs its module proxy the first time: check the network (and GOPROXY), then start again.'

type Recipe = {
  title: string
  name: string
  output: string
  sources: Sources
  /** Whether a running console works with the output. */
  inUse: boolean
  make(step: Step, signal: AbortSignal): Promise<void>
}

const isTest = (file: string) => /\.(test|itest|spec)\.tsx?$/.test(file)
const platform = `${process.platform}-${process.arch}`
const node = (program: string, ...args: string[]) => [NODE, path.join(CHECKOUT, 'node_modules', program), ...args]

const client: Recipe = {
  title: 'Generate the database client',
  name: 'client',
  output: path.join(CHECKOUT, 'lib/db/generated/client.ts'),
  sources: { paths: ['prisma/schema', 'prisma.config.ts', 'package-lock.json'] },
  inUse: true,
  make: (_, signal) =>
    runCommand(node('prisma/build/index.js', 'generate'), {
      cwd: CHECKOUT,
      log: path.join(BUILD_LOGS, 'client.log'),
      // Any existing file: keeps Prisma from downloading an engine that is never used.
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
      signal,
    }),
}

const webBuild: Recipe = {
  title: 'Build the console',
  name: 'console',
  output: path.join(CHECKOUT, '.next/BUILD_ID'),
  sources: {
    paths: [
      ...['app', 'components', 'lib', 'public', 'prisma/schema', 'package-lock.json', 'package.json', 'tsconfig.json'],
      ...['next.config.js', 'postcss.config.js', 'postcss.config.mjs', 'proxy.ts', 'instrumentation.ts'],
    ],
    ignore: (file) => isTest(file) || file.startsWith(path.join('lib', 'db', 'generated')),
  },
  inUse: true,
  make: (step, signal) =>
    runCommand(node('next/dist/bin/next', 'build'), {
      cwd: CHECKOUT,
      log: path.join(BUILD_LOGS, 'console.log'),
      env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
      onLine: (line) => {
        const text = line.replaceAll(/\u001b\[[\d;]*m/g, '').trim()
        if (/^(Creating|Running|Collecting|Generating|Finalizing|✓)/.test(text)) step.update(text.slice(0, 60))
      },
      signal,
    }),
}

const buildFile = z.object({ ldflags: z.string(), env: z.record(z.string(), z.string()).default({}) })

/** Compiles a Go module into .build/bin; how many packages are left is known from the list of those it depends on. */
async function compile(name: string, step: Step, onPercent: (percent: number) => void, signal: AbortSignal) {
  const cwd = path.join(CHECKOUT, name)
  const { ldflags, env } = buildFile.parse(JSON.parse(readFileSync(path.join(cwd, 'build.json'), 'utf8')))
  const log = path.join(BUILD_LOGS, `${name}.log`)
  step.update('downloading modules')
  const packages = await linesOf(['go', 'list', '-deps', '.'], { cwd, env, log, signal, advice: NETWORK_ADVICE })
  const draft = path.join(BINARIES, `${name}.${process.pid}`)
  let compiled = 0
  step.update(`${packages.length} packages`)
  try {
    await runCommand(['go', 'build', '-v', '-trimpath', '-ldflags', ldflags, '-o', draft, '.'], {
      ...{ cwd, env, log, signal, advice: NETWORK_ADVICE },
      onLine: () => {
        compiled = Math.min(compiled + 1, packages.length)
        step.update(`${compiled} of ${packages.length} packages`)
        onPercent((compiled / packages.length) * 100)
      },
    })
    renameSync(draft, path.join(BINARIES, name))
  } finally {
    rmSync(draft, { force: true })
  }
}

const program = (name: string, onPercent: (percent: number) => void): Recipe => ({
  title: `Build the ${name}`,
  name,
  output: path.join(BINARIES, name),
  sources: {
    paths: [name],
    ignore: (file) => file.endsWith('_test.go') || file.split(path.sep).includes('testdata') || file.endsWith('.md'),
    with: [platform],
  },
  inUse: false,
  make: (step, signal) => compile(name, step, onPercent, signal),
})

const buildOf = ({ name, output, sources }: Recipe): Build => ({ name, output, hash: contentHash(CHECKOUT, sources) })

/** Builds unless what is there was made from the same sources. Two starts at once: one builds, the other waits and finds it done. */
async function ensure(recipe: Recipe, progress: Progress, signal: AbortSignal): Promise<void> {
  if (isCurrent(BUILD, buildOf(recipe))) return
  await progress.run(recipe.title, (step) =>
    withLock(
      path.join(BUILD, `${recipe.name}.lock`),
      ({ pid }) => step.update(`waiting for another start (process ${pid})`),
      async () => {
        const build = buildOf(recipe)
        if (isCurrent(BUILD, build)) return
        if (recipe.inUse) refuseWhileOthersRun(CHECKOUT, 'The sources')
        forget(BUILD, build)
        await recipe.make(step, signal)
        remember(BUILD, build)
      },
    ),
  )
}

export const ensureClient = (progress: Progress, signal: AbortSignal) => ensure(client, progress, signal)
export const ensureConsole = (progress: Progress, signal: AbortSignal) => ensure(webBuild, progress, signal)
export const ensureRenderer = (progress: Progress, signal: AbortSignal) =>
  ensure(
    program('renderer', () => undefined),
    progress,
    signal,
  )
/** `onPercent`: how much of the sandbox is compiled. */
export const ensureSandbox = (progress: Progress, signal: AbortSignal, onPercent: (percent: number) => void) =>
  ensure(program('sandbox', onPercent), progress, signal)

/** Everything that these options start, so that a later start builds nothing. */
export async function buildAll({ only, kubeconfig }: StartOptions, progress: Progress, signal: AbortSignal) {
  await ensureClient(progress, signal)
  if (only !== 'engine') await ensureConsole(progress, signal)
  if (only !== 'console') await ensureRenderer(progress, signal)
  if (only === null && kubeconfig === null) await ensureSandbox(progress, signal, () => undefined)
}
