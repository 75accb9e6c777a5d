/**
 * Rendered objects of a commit, kept by everything that can change them: the same rendering is never done twice. Kept in memory only, so
 * that another renderer, which comes with another process of the engine, never meets what this one has made. Requests about one tree that
 * arrive together are rendered together, by one process.
 */
import { availableParallelism } from 'node:os'
import { Semaphore } from '#lib/process/semaphore.ts'
import type { GitDoor, GitRemote, SkippedEntry } from '#lib/git/types.ts'
import { isSharedRefusal } from '#lib/render/refusal.ts'
import type { Render, RenderOutcome, RenderRequest, RenderResult, RenderWarning } from '#lib/render/types.ts'
import { failpoint } from '../failpoint.ts'
import { Lru } from '../source/lru.ts'
import { remoteKey } from '../source/remote-key.ts'

export type ManifestRequest = { remote: GitRemote; commit: string } & RenderRequest

/** Requests about the same commit that are to be expected soon; asked for when a rendering has to be begun. */
export type Neighbours = () => Promise<readonly RenderRequest[]>

export type Manifests = (request: ManifestRequest, neighbours?: Neighbours) => Promise<RenderResult>

/** Characters of JSON text that are kept; an object in memory takes a few times its text. */
const MAX_CACHED_TEXT = 16 * 1024 * 1024
/** What a result without objects weighs. */
const MIN_WEIGHT = 1024
/** Folders of commits that are remembered to be rendered for each deployment alone. */
const MAX_PRIVATE = 10_000
const MAX_SKIPPED_TOLD = 20
/** Repositories, and requests of each, that are remembered for the next commit. */
const MAX_REPOSITORIES = 1000
const MAX_REMEMBERED = 5000
/** Requests that one process answers. */
const MAX_TOGETHER = 50

type Waiting = { request: RenderRequest; resolve: (result: RenderResult) => void; reject: (error: unknown) => void }
type Tree = Pick<ManifestRequest, 'remote' | 'commit'>
type Line = Tree & { waiting: Waiting[] }

/**
 * Throws what the Git door and the renderer throw; failures are not kept. Deployments that differ in name, namespace or cluster share a
 * rendering unless it is a chart's: the first one renders, and the others wait for what it turns out to be.
 */
export function createManifests(git: GitDoor, render: Render): Manifests {
  const done = new Lru<RenderResult>(MAX_CACHED_TEXT)
  const gathering = new Map<string, Promise<void>>()
  const known = new Lru<true>(MAX_PRIVATE)
  const running = new Map<string, Promise<RenderResult>>()
  const renderOne = treeRenderer(git, render)

  /** The rendering under a key: kept, running, or begun now. `keep` says under which key it is kept. */
  const once = (request: ManifestRequest, key: string, keep: (result: RenderResult) => string) => {
    const shared = running.get(key)
    if (shared) return shared
    const fresh = renderOne(request)
      .then((result) => {
        done.set(keep(result), result, weigh(result))
        return result
      })
      .finally(() => running.delete(key))
    running.set(key, fresh)
    return fresh
  }

  const manifests = async (request: ManifestRequest) => {
    const keys = keysOf(request)
    const kept = done.get(keys.shared) ?? done.get(keys.own)
    if (kept) return kept
    const renderOwn = () => once(request, keys.own, () => keys.own)
    if (known.get(keys.shared)) return renderOwn()
    const others = running.get(keys.shared)
    if (others === undefined) {
      return once(request, keys.shared, (result) => {
        if (!result.shared) known.set(keys.shared, true)
        return result.shared ? keys.shared : keys.own
      })
    }
    const answer = await others.catch((error: unknown) => {
      if (isSharedRefusal(error)) throw error
      return null
    })
    return answer?.shared ? answer : (done.get(keys.own) ?? renderOwn())
  }

  /** Begins what is to be expected with the first request; a failure is told to whoever really asks. */
  const expect = (requests: readonly ManifestRequest[]) => {
    for (const next of requests) void manifests(next).catch(() => undefined)
  }

  const isNew = (request: ManifestRequest): boolean => {
    const { shared, own } = keysOf(request)
    return ![shared, own].some((key) => done.get(key) !== undefined || running.has(key))
  }

  /** Lets the neighbours of the first request for a tree come along, and whoever asks meanwhile wait for that. */
  const gather = (request: ManifestRequest, neighbours: Neighbours): Promise<void> => {
    const { remote, commit } = request
    const tree = treeKey(request)
    const begun = gathering.get(tree)
    if (begun) return begun
    const gathered = neighbours()
      .then(
        (others) => expect([request, ...others.map((other) => ({ ...other, remote, commit }))]),
        () => undefined,
      )
      .finally(() => gathering.delete(tree))
    gathering.set(tree, gathered)
    return gathered
  }

  const foresee = createForesight()
  return async (request, neighbours) => {
    const foreseen = foresee(request)
    // Whoever followed the commit before this one asks next.
    if (foreseen.length > 0) expect([request, ...foreseen])
    else if (neighbours && isNew(request)) await gather(request, neighbours)
    return manifests(request)
  }
}

type Past = { asked: Map<string, ManifestRequest>; last: string }

/** Requests that the first one for a new commit of a repository lets expect: those of everybody who had the same commit before. */
function createForesight(): (request: ManifestRequest) => ManifestRequest[] {
  const repositories = new Lru<Past>(MAX_REPOSITORIES)
  return (request) => {
    const { remote, commit, ...folder } = request
    const repository = remoteKey(remote)
    const past = repositories.get(repository) ?? { asked: new Map<string, ManifestRequest>(), last: '' }
    repositories.set(repository, past)
    const who = JSON.stringify(folder)
    const before = past.asked.get(who)?.commit
    past.asked.delete(who)
    past.asked.set(who, request)
    for (const oldest of past.asked.keys()) {
      if (past.asked.size <= MAX_REMEMBERED) break
      past.asked.delete(oldest)
    }
    const step = `${before} ${commit}`
    if (before === undefined || before === commit || past.last === step) return []
    past.last = step
    return [...past.asked.values()].filter((other) => other.commit === before).map((other) => ({ ...other, commit }))
  }
}

const treeKey = ({ remote, commit }: Tree): string => `${remoteKey(remote)} ${commit}`

/** Renders requests, those about one tree that wait at the same time together. */
function treeRenderer(git: GitDoor, render: Render): (request: ManifestRequest) => Promise<RenderResult> {
  const trees = new Map<string, Line>()
  const places = new Semaphore(availableParallelism())

  /** Takes what waits for the tree when its turn has come. */
  const renderTree = async (key: string): Promise<void> => {
    const tree = trees.get(key)
    if (tree === undefined) return
    const together = tree.waiting.splice(0, MAX_TOGETHER)
    if (tree.waiting.length === 0) trees.delete(key)
    else void places.run(() => renderTree(key))
    await renderGroup(tree, together)
  }

  /**
   * What the process did not come to stands in line again, so that other trees have their turn in between; whatever it was busy with when it
   * ended comes last, and by itself.
   */
  const renderGroup = async (tree: Tree, group: readonly Waiting[]): Promise<void> => {
    let left: readonly Waiting[] = []
    try {
      failpoint('before_render')
      await git.withTree(tree.remote, tree.commit, async (dir, skipped) => {
        const requests = group.map(({ request }) => request)
        const outcomes = await render(dir, requests)
        failpoint('rendered')
        for (const [index, outcome] of outcomes.entries()) if (group[index]) settle(group[index], outcome, skipped)
        left = group.slice(outcomes.length)
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
    for (const next of [left.slice(1), left.slice(0, 1)])
      if (next.length > 0) void places.run(() => renderGroup(tree, next))
  }

  return ({ remote, commit, ...request }) =>
    new Promise((resolve, reject) => {
      const key = treeKey({ remote, commit })
      const waiting = { request, resolve, reject }
      const tree = trees.get(key)
      if (tree) {
        tree.waiting.push(waiting)
      } else {
        trees.set(key, { remote, commit, waiting: [waiting] })
        void places.run(() => renderTree(key))
      }
    })
}

function settle({ request, resolve, reject }: Waiting, outcome: RenderOutcome, skipped: readonly SkippedEntry[]): void {
  if ('error' in outcome) return reject(outcome.error)
  const warnings = [...outcome.result.warnings, ...skippedWarnings(skipped, request.source.path)]
  return resolve({ ...outcome.result, warnings })
}

/** What everybody's rendering depends on, and what a chart's depends on besides. The revision's name is no part: the commit is. */
function keysOf({ remote, commit, source, name, namespace, kubeVersion }: ManifestRequest) {
  const { revision: _, ...options } = source
  const shared = JSON.stringify([remoteKey(remote), commit, options])
  return { shared, own: JSON.stringify([shared, name, namespace, kubeVersion]) }
}

const weigh = ({ objects }: RenderResult): number => objects.reduce((sum, { raw }) => sum + raw.length, MIN_WEIGHT)

/** What the checkout left out of the folder: a manifest that became a link looks deleted otherwise. */
function skippedWarnings(skipped: readonly SkippedEntry[], path: string): RenderWarning[] {
  const inside = skipped.filter((entry) => path === '.' || entry.path === path || entry.path.startsWith(`${path}/`))
  return inside.slice(0, MAX_SKIPPED_TOLD).map((entry) => ({
    reason: 'tree_entry_skipped',
    message: '',
    params: { file: entry.path, entry: entry.why },
  }))
}
