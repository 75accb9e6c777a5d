/** Everything that can be called from outside: the exports of all actions, queries and routes with their declarations. */
import { globSync } from 'node:fs'
import path from 'node:path'
import type { EntryPoint } from '#lib/actions/definition.ts'
import { entryPointsOf } from '#lib/actions/registry.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** Next reads these exports of a route as configuration, not as handlers. */
const ROUTE_CONFIGURATION = ['dynamic', 'runtime', 'maxDuration', 'revalidate', 'fetchCache', 'preferredRegion']

export type Exported = { file: string; name: string; value: unknown; entries: readonly EntryPoint[] }

/** The files that Next and the builders' rules allow entry points in, relative to the root. */
export const entryPointFiles = (): string[] =>
  globSync(['lib/features/*/actions.ts', 'lib/features/*/queries.ts', 'app/**/route.ts'], { cwd: ROOT }).toSorted()

async function exportsOf(file: string): Promise<Exported[]> {
  const module = (await import(path.join(ROOT, file))) as Record<string, unknown>
  return Object.entries(module)
    .filter(([name]) => !file.endsWith('route.ts') || !ROUTE_CONFIGURATION.includes(name))
    .map(([name, value]) => ({ file, name, value, entries: entryPointsOf(value) }))
}

/** Every export of those files; one that no builder made has no entries. */
export const readExports = async (): Promise<Exported[]> => (await Promise.all(entryPointFiles().map(exportsOf))).flat()
