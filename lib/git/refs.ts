/** Reads what `git ls-remote --symref` prints. Pure. */
import { AppError } from '#lib/core/errors.ts'
import type { GitRefs } from './types.ts'

const LINE = /^([0-9a-f]{40})\t(.+)$/
const SYMREF = /^ref: refs\/heads\/(.+)\tHEAD$/
const PEELED = '^{}'

/** One line per ref: id and full name; annotated tags also as `name^{}` with the commit they stand for. */
export function parseRefLines(output: string): Map<string, string> {
  const refs = new Map<string, string>()
  for (const line of output.split('\n')) {
    const [, id, name] = LINE.exec(line) ?? []
    if (id !== undefined && name !== undefined) refs.set(name, id)
  }
  return refs
}

/**
 * Branches and tags with the commits they point at, sorted by name. Where the server names no default branch (detached, or one that does
 * not exist) `defaultBranch` is empty, and `head` too unless HEAD is detached. Throws UPSTREAM `git_empty_repository` when there is no ref.
 */
export function parseRefs(output: string): GitRefs {
  const ids = parseRefLines(output)
  if (ids.size === 0) throw new AppError('UPSTREAM', { reason: 'git_empty_repository' })
  const refs: GitRefs = {
    defaultBranch:
      output
        .split('\n')
        .map((line) => SYMREF.exec(line)?.[1])
        .find(Boolean) ?? '',
    head: ids.get('HEAD') ?? '',
    branches: [],
    tags: [],
  }
  for (const [name, id] of ids) {
    if (name.endsWith(PEELED)) continue
    if (name.startsWith('refs/heads/')) refs.branches.push({ name: name.slice('refs/heads/'.length), commit: id })
    if (name.startsWith('refs/tags/')) {
      refs.tags.push({ name: name.slice('refs/tags/'.length), commit: ids.get(name + PEELED) ?? id })
    }
  }
  return refs
}
