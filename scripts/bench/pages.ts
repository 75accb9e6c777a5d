/** The main pages of the console, one after the other, while nothing else is asked of it. */
import { type Figure, figure, quantile } from './figures.ts'
import type { Visitor } from './visitor.ts'
import { DEVOPS_PROJECT, WORKSPACE } from './world.ts'

const DEVOPS = `/workspaces/${WORKSPACE}/devops-projects/${DEVOPS_PROJECT}`
export const LIST = `${DEVOPS}/deployments`

/** Before the measured ones, so that nothing is loaded for the first time. */
const WARM_VISITS = 3
const VISITS = 40

export type PagesOptions = {
  n: number
  /** A deployment whose page is visited. */
  deployment: string
  /** A project whose Services are listed. */
  project: string
}

/** Milliseconds of each page to its last byte, p95 of 40 visits in a row, for a person who is logged in. */
export async function measurePages(visitor: Visitor, options: PagesOptions): Promise<Figure[]> {
  const { n, deployment, project } = options
  const pages = {
    'list of deployments': LIST,
    'one deployment': `${LIST}/${deployment}`,
    wizard: `${LIST}/~create`,
    'code repositories': `${DEVOPS}/repositories`,
    services: `/workspaces/${WORKSPACE}/projects/sandbox/${project}/services`,
  }
  const figures: Figure[] = []
  for (const [name, path] of Object.entries(pages)) {
    const times: number[] = []
    for (let visit = 0; visit < WARM_VISITS; visit++) await visitor.visit(path)
    for (let visit = 0; visit < VISITS; visit++) times.push(await visitor.visit(path))
    figures.push(
      figure({
        ...{ row: 'scale', n, unit: 'ms' },
        what: `page: ${name}, p95`,
        value: quantile(times, 0.95),
        note: `median ${quantile(times, 0.5).toFixed(0)} ms`,
      }),
    )
  }
  return figures
}
