/** What one Git operation may cost: a hostile repository or server can fill neither disk nor memory nor time. */
export type GitLimits = {
  /** Milliseconds for a resolver answer and for a TCP connection. */
  connectMs: number
  /** Milliseconds for `ls-remote`. */
  listMs: number
  /** Milliseconds for a fetch. */
  fetchMs: number
  /** Milliseconds for a command that only reads the local cache. */
  localMs: number
  /** Bytes of `ls-remote` output: about 100,000 refs. */
  maxRefBytes: number
  /** Bytes of the largest file Git may write, which is the pack it receives. */
  maxPackBytes: number
  /** Bytes of all caches together, for which room is made by removing those that were asked for longest ago. */
  maxCacheBytes: number
  /** Milliseconds after which a cache that nobody has asked for is removed. */
  maxUnusedMs: number
  /** Commands at once that speak to remotes for one tenant, and how many may be asked for at once, those that wait included. */
  tenantPlaces: number
  tenantQueue: number
  /** Packs after which a repository's cache is built anew instead of growing. */
  maxPacks: number
  /** Files of a commit's tree, links and submodules included. */
  maxFiles: number
  /** Bytes of all files written from one tree. */
  maxTreeBytes: number
  /** Bytes of one file. */
  maxFileBytes: number
  /** Folders inside folders. */
  maxDepth: number
  /** Milliseconds that a written tree stays after its last reader: others ask for the same commit in the same moments. */
  checkoutLingerMs: number
}

export const DEFAULT_GIT_LIMITS: GitLimits = {
  connectMs: 5_000,
  listMs: 15_000,
  fetchMs: 60_000,
  localMs: 20_000,
  maxRefBytes: 8 * 1024 * 1024,
  maxPackBytes: 512 * 1024 * 1024,
  maxCacheBytes: 4 * 1024 * 1024 * 1024,
  maxUnusedMs: 14 * 24 * 60 * 60_000,
  tenantPlaces: 12,
  tenantQueue: 200,
  maxPacks: 64,
  maxFiles: 20_000,
  maxTreeBytes: 50 * 1024 * 1024,
  maxFileBytes: 5 * 1024 * 1024,
  maxDepth: 40,
  checkoutLingerMs: 3_000,
}
