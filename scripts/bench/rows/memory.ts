/** What console, engine and database need while nobody wants anything of them, without the sandbox. */
import { setTimeout as delay } from 'node:timers/promises'
import type { RowContext } from '../context.ts'
import { type Figure, figure } from '../figures.ts'
import { proportionalMb } from '../meters.ts'
import { logIn } from '../visitor.ts'
import { DEVOPS_PROJECT, openWorld, WORKSPACE } from '../world.ts'

/** Long enough for the collectors and the database's idle connections to have settled. */
const REST_MS = 35_000
const PAGES = [
  '/workspaces',
  `/workspaces/${WORKSPACE}/projects`,
  `/workspaces/${WORKSPACE}/devops-projects/${DEVOPS_PROJECT}/deployments`,
]

export async function measureMemory({ ground, step, signal }: RowContext): Promise<Figure[]> {
  const world = await openWorld(ground, { web: true })
  try {
    const visitor = await logIn(world)
    for (const page of PAGES) await visitor.visit(page)
    step.update(`resting ${REST_MS / 1000} s`)
    await delay(REST_MS, undefined, { signal })
    const { web, engine, postgres } = world.watched()
    const megabytes = {
      web: proportionalMb(web?.pid ?? 0),
      engine: proportionalMb(engine?.pid ?? 0),
      database: proportionalMb(postgres?.pid ?? 0),
    }
    const parts = Object.entries(megabytes).map(([name, mb]) => `${name} ${mb.toFixed(0)} MB`)
    return [
      figure({
        row: 'memory',
        what: 'idle: console + engine + database',
        n: 0,
        value: megabytes.web + megabytes.engine + megabytes.database,
        unit: 'MB',
        target: { of: 'value', max: 600 },
        note: `proportional memory after a log-in and ${PAGES.length} pages: ${parts.join(', ')}`,
      }),
    ]
  } finally {
    await world.end()
  }
}
