/**
 * The folders under the door's cache folder. Each door owns one of them, named after its process; the caches in it stay when the process
 * ends, because the next door takes the folder over by renaming it, which only one of several can. So any number of processes may be given
 * the same cache folder.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

export type GitFolders = {
  /** Secret that names the caches. */
  key: Uint8Array
  /** Caches of this door. */
  repositories: string
  /** Private folders that do not outlive their use. */
  work: string
  /** Cache folders of others: of doors that are gone (may be emptied) and of doors at work (may not). */
  others: () => Promise<{ repositories: string; isGone: boolean }[]>
  /** Hands the folder to the next door. */
  release: () => Promise<void>
}

const BEAT_MS = 10_000
/**
 * A door in another container, on another machine or before the last boot is taken for gone when its folder has not been touched for so
 * long. One that is wrong about that only costs the other its cache. Who ends in order does not let others wait.
 */
const SILENCE_MS = 6 * BEAT_MS
const OWNER = /^door-(?<machine>[0-9a-f]{8})-(?<pid>\d+)-(?<started>\d+)-[0-9a-f]{8}$/
const RELEASED = /^door-free-[0-9a-f]{8}$/

/** `openFolders` once, however many ask; after a failure, or when the folder was taken away, the next caller opens one anew. */
export function lazyFolders(cacheDir: string): { open: () => Promise<GitFolders>; release: () => Promise<void> } {
  let opening: Promise<GitFolders> | undefined
  const forget = () => {
    opening = undefined
  }
  return {
    async open() {
      opening ??= openFolders(cacheDir, forget)
      try {
        return await opening
      } catch (error) {
        forget()
        throw error
      }
    },
    async release() {
      const opened = await opening
      forget()
      await opened?.release()
    },
  }
}

/** Takes over the folder of a door that is gone or makes one (0700), and empties the work folders that a kill -9 left behind. */
async function openFolders(cacheDir: string, onLost: () => void): Promise<GitFolders> {
  await mkdir(cacheDir, { recursive: true, mode: 0o700 })
  const key = await readOrMakeKey(cacheDir)
  const name = `door-${machine()}-${process.pid}-${startOf(process.pid) ?? 0}-${randomBytes(4).toString('hex')}`
  const dir = join(cacheDir, name)
  if (!(await adopt(cacheDir, dir))) await mkdir(dir, { mode: 0o700 })
  const folders = { repositories: join(dir, 'repositories'), work: join(dir, 'work') }
  await emptyWorkFolders(cacheDir, dir)
  await mkdir(folders.repositories, { recursive: true, mode: 0o700 })
  await mkdir(folders.work, { recursive: true, mode: 0o700 })
  const beat = setInterval(() => {
    const now = new Date()
    void utimes(dir, now, now).catch(() => {
      clearInterval(beat)
      onLost()
    })
  }, BEAT_MS).unref()
  return {
    ...folders,
    key,
    others: async () =>
      (await ownerFolders(cacheDir))
        .filter((other) => other.dir !== dir)
        .map(({ dir: other, isGone }) => ({ repositories: join(other, 'repositories'), isGone })),
    async release() {
      clearInterval(beat)
      await rename(dir, join(cacheDir, `door-free-${randomBytes(4).toString('hex')}`))
    },
  }
}

/** Renames the folder of a door that is gone to `dir`. False where there is none, or another door was faster with every one. */
async function adopt(cacheDir: string, dir: string): Promise<boolean> {
  for (const other of await ownerFolders(cacheDir)) {
    if (!other.isGone) continue
    try {
      await rename(other.dir, dir)
      return true
    } catch {
      // Somebody else has it by now.
    }
  }
  return false
}

/** What was in use when a process was killed is of no use to anybody, and may be a key. */
async function emptyWorkFolders(cacheDir: string, dir: string): Promise<void> {
  const gone = (await ownerFolders(cacheDir)).filter(({ isGone }) => isGone).map((other) => other.dir)
  await Promise.all([dir, ...gone].map((folder) => rm(join(folder, 'work'), { recursive: true, force: true })))
}

/** The newest first. */
async function ownerFolders(cacheDir: string): Promise<{ dir: string; isGone: boolean }[]> {
  const names = (await readdir(cacheDir)).filter((name) => OWNER.test(name) || RELEASED.test(name))
  const found = await Promise.all(
    names.map(async (name) => {
      const dir = join(cacheDir, name)
      const touched = await stat(dir).then(
        ({ mtimeMs }) => mtimeMs,
        () => null,
      )
      return touched === null ? [] : [{ dir, touched, isGone: isGone(name, touched) }]
    }),
  )
  return found.flat().sort((left, right) => right.touched - left.touched)
}

function isGone(name: string, touched: number): boolean {
  const owner = OWNER.exec(name)?.groups
  if (owner === undefined) return true
  if (owner['machine'] !== machine()) return Date.now() - touched > SILENCE_MS
  const pid = Number(owner['pid'])
  // After a restart in a container the process id is often the same one again; the time it began is not.
  return !isAlive(pid) || String(startOf(pid) ?? 0) !== owner['started']
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Processes that can see each other have the same: this boot of this machine, in this container. */
function machine(): string {
  const parts = [hostname(), read('/proc/sys/kernel/random/boot_id'), readNamespace()]
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, 8)
}

/** When a process began, in clock ticks since the boot; null where it has ended or the system does not say (macOS). */
function startOf(pid: number): number | null {
  const text = read(`/proc/${pid}/stat`)
  // The name, in parentheses, may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return text === '' || fields[0] === 'Z' ? null : Number(fields[19])
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function readNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

/** A fresh folder with a random name, for this user only. */
export const makeWorkFolder = (work: string): Promise<string> => mkdtemp(join(work, 'w-'))

/** The key of the whole cache folder, made by whoever comes first and never seen half-written. */
async function readOrMakeKey(cacheDir: string): Promise<Uint8Array> {
  const path = join(cacheDir, 'cache.key')
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  const known = await readFile(path).catch(() => null)
  if (known) return known
  try {
    await writeFile(draft, randomBytes(32), { mode: 0o600 })
    await link(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  return readFile(path)
}
