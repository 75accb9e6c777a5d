/**
 * Rendered objects of a commit, kept by everything that can change them; the same rendering is never done twice. Requests about one tree
 * that arrive together are rendered together, by one process.
 */
import { availableParallelism } from 'node:os'
import { Semaphore } from '#lib/process/semaphore.ts'
import type { GitDoor, GitRemote } from '#lib/git/types.ts'
import type { Render, RenderOutcome, RenderRequest, RenderResult } from '#lib/render/types.ts'
import { failpoint } from '../failpoint.ts'
import { Lru } from '../source/lru.ts'
import { remoteKey } from '../source/remote-key.ts'

export type ManifestRequest = { remote: GitRemote; commit: string } & RenderRequest

export type Manifests = (request: ManifestRequest) => Promise<RenderResult>

/** Characters of JSON text that are kept; an object in memory takes a few times its text. */
const MAX_CACHED_TEXT = 16 * 1024 * 1024
/** Requests that one process answers. */
const MAX_TOGETHER = 50

type Waiting = { request: RenderRequest; resolve: (result: RenderResult) => void; reject: (error: unknown) => void }
type Tree = { remote: GitRemote; commit: string; waiting: Waiting[] }

/** Only a chart asks where it goes and what it is called; other folders render alike for everybody. */
const isAskedByAll = ({ kind }: RenderResult): boolean => kind !== 'helm'

/** Throws what the Git door and the renderer throw; failures are not kept. */
export function createManifests(git: GitDoor, render: Render): Manifests {
  const done = new Lru<RenderResult>(MAX_CACHED_TEXT)
  const running = new Map<string, Promise<RenderResult>>()
  const trees = new Map<string, Tree>()
  const places = new Semaphore(availableParallelism())

  const keep = (key: string, result: RenderResult): void =>
    done.set(
      key,
      result,
      result.objects.reduce((sum, { raw }) => sum + raw.length, 0),
    )

  /** Takes what waits for the tree when its turn has come. */
  const renderTree = async (key: string): Promise<void> => {
    const tree = trees.get(key)
    if (tree === undefined) return
    const together = tree.waiting.splice(0, MAX_TOGETHER)
    if (tree.waiting.length === 0) trees.delete(key)
    else void places.run(() => renderTree(key))
    try {
      failpoint('before_render')
      const requests = together.map(({ request }) => request)
      const outcomes = await git.withTree(tree.remote, tree.commit, (dir) => render(dir, requests))
      failpoint('rendered')
      together.forEach((one, index) => settle(one, outcomes[index]))
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
  }

  const renderOne = (remote: GitRemote, commit: string, request: RenderRequest): Promise<RenderResult> =>
    new Promise((resolve, reject) => {
      const key = `${remoteKey(remote)} ${commit}`
      const waiting = { request, resolve, reject }
      const tree = trees.get(key)
      if (tree) tree.waiting.push(waiting)
      else {
        trees.set(key, { remote, commit, waiting: [waiting] })
        void places.run(() => renderTree(key))
      }
    })

  return ({ remote, commit, ...request }) => {
    const shared = JSON.stringify([remoteKey(remote), commit, request.source])
    const own = JSON.stringify([shared, request.namespace, request.releaseName, request.kubeVersion])
    const known = done.get(shared) ?? done.get(own)
    if (known) return Promise.resolve(known)
    const same = running.get(own)
    if (same) return same
    const fresh = renderOne(remote, commit, request)
      .then((result) => {
        keep(isAskedByAll(result) ? shared : own, result)
        return result
      })
      .finally(() => running.delete(own))
    running.set(own, fresh)
    return fresh
  }
}

function settle({ resolve, reject }: Waiting, outcome: RenderOutcome | undefined): void {
  if (outcome && 'result' in outcome) resolve(outcome.result)
  else reject(outcome?.error)
}
