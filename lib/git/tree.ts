/**
 * The tree of a commit as data: parsing of `ls-tree -z`, the caps, and what is left out. Pure. A hostile tree of seven objects can stand for
 * 100,000 files, so the listing is counted while it streams, before anything is written.
 */
import type { GitLimits } from './limits.ts'
import type { SkippedEntry, TreeEntry } from './types.ts'

/** One entry of `ls-tree -r -z --long`. */
export type TreeFile = { mode: string; id: string; size: number; path: string }

/** What to write: files with their blob, and what was left out. */
export type TreePlan = { files: TreeFile[]; bytes: number; skipped: SkippedEntry[] }

export type TreeCaps = Pick<GitLimits, 'maxFiles' | 'maxTreeBytes' | 'maxFileBytes' | 'maxDepth'>

const LONG_ENTRY = /^([0-7]{6}) (\w+) ([0-9a-f]{40}) +(\d+|-)\t(.+)$/s
const SHORT_ENTRY = /^([0-7]{6}) (\w+) ([0-9a-f]{40})\t(.+)$/s
const MANIFEST = /\.(ya?ml|json)$/i
const KUSTOMIZATION = /^(kustomization\.ya?ml|Kustomization)$/
const MAX_SKIPPED = 100
/** Bytes of a path: longer ones do not fit the file system once the work folder stands before them. */
const MAX_PATH_BYTES = 1024

/** Counts the entries of a NUL-separated stream; false as soon as there are more than `max`. */
export function entryCounter(max: number): (chunk: Buffer) => boolean {
  let count = 0
  return (chunk) => {
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, at + 1)) count++
    return count <= max
  }
}

/** Splits NUL-separated output; names that are not UTF-8 come back with replacement characters. */
const records = (output: Buffer): string[] => output.toString('utf8').split('\0').filter(Boolean)

/**
 * Decides what is written of a tree. Links, submodules, names no file system takes and files the renderer would not read are left out and
 * told; a manifest that is too large, too many bytes or too deep folders are `null`: too large.
 */
export function planTree(listing: Buffer, caps: TreeCaps): TreePlan | null {
  const plan: TreePlan = { files: [], bytes: 0, skipped: [] }
  for (const record of records(listing)) {
    const [, mode, , id, size, path] = LONG_ENTRY.exec(record) ?? []
    if (mode === undefined || id === undefined || path === undefined) continue
    const file = { mode, id, path, size: Number(size) || 0 }
    const why = skipReason(file, caps)
    if (why === 'too_large' && MANIFEST.test(path)) return null
    if (why !== null) {
      if (plan.skipped.length < MAX_SKIPPED) plan.skipped.push({ path, why })
      continue
    }
    if (path.split('/').length - 1 > caps.maxDepth) return null
    plan.files.push(file)
    plan.bytes += file.size
    if (plan.bytes > caps.maxTreeBytes || plan.files.length > caps.maxFiles) return null
  }
  return plan
}

function skipReason({ mode, size, path }: TreeFile, caps: TreeCaps): SkippedEntry['why'] | null {
  if (mode === '120000') return 'link'
  if (mode === '160000') return 'submodule'
  if (mode !== '100644' && mode !== '100755') return 'name'
  if (!isWritableName(path)) return 'name'
  return size > caps.maxFileBytes ? 'too_large' : null
}

/** Git checks names too (fsck on fetch); this is what stands between a name and our file system. */
function isWritableName(path: string): boolean {
  if (path.includes('\ufffd') || path.includes('\0') || Buffer.byteLength(path) > MAX_PATH_BYTES) return false
  return path
    .split('/')
    .every(
      (part) =>
        part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= 255 && !/^\.git$/i.test(part),
    )
}

/** Groups distinct blobs so that one `cat-file` call answers at most about `maxBytes`. */
export function batches(files: readonly TreeFile[], maxBytes: number): Map<string, TreeFile[]>[] {
  const byBlob = Map.groupBy(files, (file) => file.id)
  const groups: Map<string, TreeFile[]>[] = []
  let current = new Map<string, TreeFile[]>()
  let bytes = 0
  for (const [id, sameBlob] of byBlob) {
    const size = sameBlob[0]?.size ?? 0
    if (current.size > 0 && bytes + size > maxBytes) {
      groups.push(current)
      current = new Map()
      bytes = 0
    }
    current.set(id, sameBlob)
    bytes += size
  }
  if (current.size > 0) groups.push(current)
  return groups
}

/** Reads the output of `cat-file --batch`: `<id> <type> <size>` LF, the bytes, LF. Null where the output ends early or an object is missing. */
export function parseBlobs(output: Buffer): Map<string, Buffer> | null {
  const blobs = new Map<string, Buffer>()
  let at = 0
  while (at < output.length) {
    const end = output.indexOf(0x0a, at)
    const [, id, size] = /^([0-9a-f]{40}) blob (\d+)$/.exec(output.toString('latin1', at, end < 0 ? at : end)) ?? []
    if (id === undefined) return null
    const start = end + 1
    const stop = start + Number(size)
    if (stop >= output.length) return null
    blobs.set(id, output.subarray(start, stop))
    at = stop + 1
  }
  return blobs
}

/** One level of a folder from `ls-tree -z`: folders first, then files, each by name. Links and submodules are not listed. */
export function parseFolder(listing: Buffer, path: string): TreeEntry[] {
  const entries: TreeEntry[] = []
  for (const record of records(listing)) {
    const [, mode, type, , name] = SHORT_ENTRY.exec(record) ?? []
    if (name === undefined || mode === '120000' || type === 'commit') continue
    const full = path === '.' ? name : `${path}/${name}`
    entries.push({ name, path: full, type: type === 'tree' ? 'folder' : 'file', kind: null })
  }
  return entries.sort((a, b) => (a.type === b.type ? (a.name < b.name ? -1 : 1) : a.type === 'folder' ? -1 : 1))
}

/** What a folder holds, told from its file names: Helm before kustomize before plain manifests, as the renderer decides. */
export function folderKind(names: Iterable<string>): TreeEntry['kind'] {
  const all = [...names]
  if (all.includes('Chart.yaml')) return 'helm'
  if (all.some((name) => KUSTOMIZATION.test(name))) return 'kustomize'
  return all.some((name) => MANIFEST.test(name)) ? 'directory' : null
}

/** Names by folder from full paths (`a/b/c.yaml` → `a/b`: `c.yaml`). */
export function namesByFolder(listing: Buffer): Map<string, string[]> {
  const folders = new Map<string, string[]>()
  for (const path of records(listing)) {
    const slash = path.lastIndexOf('/')
    const folder = path.slice(0, Math.max(slash, 0))
    const names = folders.get(folder)
    if (names) names.push(path.slice(slash + 1))
    else folders.set(folder, [path.slice(slash + 1)])
  }
  return folders
}
