/** Rendered objects of a commit, kept by everything that can change them; the same rendering is never done twice at once. */
import { availableParallelism } from 'node:os'
import { Semaphore } from '#lib/process/semaphore.ts'
import type { GitDoor, GitRemote } from '#lib/git/types.ts'
import type { Render, RenderRequest, RenderResult } from '#lib/render/types.ts'
import { failpoint } from '../failpoint.ts'
import { Lru } from '../source/lru.ts'
import { remoteKey } from '../source/remote-key.ts'

export type ManifestRequest = { remote: GitRemote; commit: string } & Omit<RenderRequest, 'dir'>

export type Manifests = (request: ManifestRequest) => Promise<RenderResult>

/** Characters of JSON text that are kept; an object in memory takes a few times its text. */
const MAX_CACHED_TEXT = 16 * 1024 * 1024

/** Throws what the Git door and the renderer throw; failures are not kept. */
export function createManifests(git: GitDoor, render: Render): Manifests {
  const done = new Lru<RenderResult>(MAX_CACHED_TEXT)
  const running = new Map<string, Promise<RenderResult>>()
  const places = new Semaphore(availableParallelism())

  const renderIn = async (request: RenderRequest): Promise<RenderResult> => {
    failpoint('before_render')
    const result = await render(request)
    failpoint('rendered')
    return result
  }

  return ({ remote, commit, ...rest }) => {
    const key = JSON.stringify([remoteKey(remote), commit, rest])
    const known = done.get(key)
    if (known) return Promise.resolve(known)
    const shared = running.get(key)
    if (shared) return shared
    const fresh = places
      .run(() => git.withTree(remote, commit, (dir) => renderIn({ dir, ...rest })))
      .then((result) => {
        done.set(
          key,
          result,
          result.objects.reduce((sum, { raw }) => sum + raw.length, 0),
        )
        return result
      })
      .finally(() => running.delete(key))
    running.set(key, fresh)
    return fresh
  }
}
