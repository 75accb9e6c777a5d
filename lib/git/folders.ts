/** The folders under the door's cache folder: bare caches that stay, private work folders that do not outlive their use. */
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type GitFolders = {
  /** Secret that names the caches. */
  key: Uint8Array
  repositories: string
  work: string
}

/** `openFolders` once, however many ask; after a failure the next caller tries again. */
export function lazyFolders(cacheDir: string): () => Promise<GitFolders> {
  let opening: Promise<GitFolders> | undefined
  return async () => {
    opening ??= openFolders(cacheDir)
    try {
      return await opening
    } catch (error) {
      opening = undefined
      throw error
    }
  }
}

/** Makes the folders (0700) and removes work folders of processes that are gone: a kill -9 leaves them behind. */
async function openFolders(cacheDir: string): Promise<GitFolders> {
  const folders = { repositories: join(cacheDir, 'repositories'), work: join(cacheDir, 'work') }
  await mkdir(folders.repositories, { recursive: true, mode: 0o700 })
  await mkdir(folders.work, { recursive: true, mode: 0o700 })
  await sweep(folders.work)
  return { ...folders, key: await readOrMakeKey(join(cacheDir, 'cache.key')) }
}

/** A fresh folder with a random name, for this user only. The name tells whose it is. */
export const makeWorkFolder = (work: string): Promise<string> => mkdtemp(join(work, `${process.pid}-`))

const own = new Set<string>()

async function sweep(work: string): Promise<void> {
  // A second door of this process must not take away the first one's folders; after a restart with the same pid (in a container) the
  // first door does.
  const first = !own.has(work)
  own.add(work)
  for (const name of await readdir(work)) {
    const pid = Number.parseInt(name, 10)
    if (pid === process.pid ? first : !isAlive(pid)) await rm(join(work, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function readOrMakeKey(path: string): Promise<Uint8Array> {
  try {
    await writeFile(path, randomBytes(32), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFile(path)
}
