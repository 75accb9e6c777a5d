/** The web process's door to Git: connection tests, branches and folders for the console. The engine has its own. */
import path from 'node:path'
import { env } from '#lib/config/env.ts'
import { db } from '#lib/db/client.ts'
import { readSetting } from '#lib/features/system/public.ts'
import { createGitDoor } from '#lib/git/door.ts'
import type { GitDoor } from '#lib/git/types.ts'

const KEY = Symbol.for('ieum.git-door')
const holder = globalThis as typeof globalThis & { [KEY]?: GitDoor }

/** One door per process, because it owns its part of the cache folder; on globalThis, because a development reload loads this module again. */
export const git = (): GitDoor =>
  (holder[KEY] ??= createGitDoor({
    cacheDir: path.join(env().IEUM_DATA_DIR, 'git', 'web'),
    allowedPrivateHosts: () => readSetting(db, 'git.allowedPrivateHosts'),
    limits: { maxCacheBytes: env().IEUM_GIT_CACHE_MIB * 1024 * 1024 },
  }))
