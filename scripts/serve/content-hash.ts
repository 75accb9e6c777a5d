/** What a build was made from, as one hash: file names and contents, nothing else (no times, no order of the disk). */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

export type Sources = {
  /** Files and folders, relative to the root; one that does not exist counts as absent. */
  paths: readonly string[]
  /** Files that do not go into the build, by their path relative to the root. */
  ignore?: (file: string) => boolean
  /** What else decides: platform, flags. */
  with?: readonly string[]
}

function filesBelow(root: string, relative: string): string[] {
  const found = statSync(path.join(root, relative), { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [relative]
  return readdirSync(path.join(root, relative), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

/** The hash of the sources below `root`. */
export function contentHash(root: string, { paths, ignore = () => false, with: extra = [] }: Sources): string {
  const hash = createHash('sha256')
  for (const text of extra) hash.update(text).update('\0')
  const files = paths.flatMap((relative) => filesBelow(root, relative)).filter((file) => !ignore(file))
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
      .update('\0')
  return hash.digest('hex')
}
