/** The second `npm start` on a data directory: until the log-in page answers, and until the sandbox is connected too. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '#scripts/bootstrap/ports.mjs'
import { CHECKOUT, NODE } from '#scripts/serve/places.ts'
import type { RowContext } from '../context.ts'
import { type Figure, figure } from '../figures.ts'
import { until } from '../until.ts'

/** Seconds. */
const PATIENCE = 180
const READY = /Ieum is ready/

type Started = { page: number | null; ready: number | null }

/** Starts Ieum, waits until it is whole, and ends it again. Milliseconds. */
async function startOnce(dataDir: string, port: number, signal: AbortSignal): Promise<Started> {
  const began = performance.now()
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(IEUM_|NEXTAUTH_|DATABASE_URL$|NODE_ENV$)/.test(name)),
  ) as NodeJS.ProcessEnv
  const child = spawn(NODE, [path.join(CHECKOUT, 'scripts/start.mjs'), '--data-dir', dataDir, '--port', String(port)], {
    cwd: CHECKOUT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const end = () => child.kill('SIGTERM')
  signal.addEventListener('abort', end, { once: true })
  let ready: number | null = null
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (READY.test(line)) ready = performance.now() - began
  })
  try {
    const answers = async () => (await fetch(`http://127.0.0.1:${port}/login`).catch(() => null))?.status === 200
    const page = await until({ holds: answers, patience: PATIENCE, everyMs: 25, signal })
    await until({ holds: async () => ready !== null, patience: PATIENCE, everyMs: 25, signal })
    return { page, ready }
  } finally {
    signal.removeEventListener('abort', end)
    end()
    await Promise.race([ended, delay(20_000)])
  }
}

export async function measureStart({ ground, step, signal }: RowContext): Promise<Figure[]> {
  const dataDir = mkdtempSync(path.join(ground.home, 'start-'))
  const port = await freePort()
  step.update('first start')
  await startOnce(dataDir, port, signal)
  step.update('second start')
  const { page, ready } = await startOnce(dataDir, port, signal)
  return [
    figure({
      row: 'start',
      what: 'second npm start → log-in page, sandbox connected',
      n: 0,
      value: page === null || ready === null ? null : Math.max(page, ready) / 1000,
      unit: 's',
      target: { of: 'value', max: 10 },
      note: `the log-in page answers after ${page === null ? '—' : (page / 1000).toFixed(1)} s`,
    }),
  ]
}
