/**
 * The one door to Git, as others see it. Every function throws only `AppError` (code UPSTREAM, TIMEOUT, UNAVAILABLE or VALIDATION, with a
 * `git_*`, `revision_*`, `path_not_found`, `tree_too_large` or `disk_full` reason); user text reaches Git only as data, never as an option.
 */
import type { Reason } from '#lib/core/reasons.ts'
import type { SshKeyProblem } from './ssh-key.ts'

export type GitRefs = {
  /** Empty where the server names none that exists. */
  defaultBranch: string
  /** Full commit id of HEAD: what the default branch points at; empty where there is none. */
  head: string
  branches: { name: string; commit: string }[]
  tags: { name: string; commit: string }[]
}

/** The chain of a connection test, in order; it stops at the first failure. Words are `repositories.test.steps.<step>`. */
export const TEST_STEPS = ['allowed', 'resolve', 'connect', 'repository'] as const
export type TestStep = (typeof TEST_STEPS)[number]

export type ConnectionTest = {
  ok: boolean
  steps: { step: TestStep; ok: boolean; ms: number }[]
  /** Why the last step failed. */
  reason: Reason | null
  detail: string
  refs: GitRefs | null
  ms: number
}

/**
 * How to sign in. By http(s) with a user name and a password or access token, by ssh with a key and the host keys that are trusted (lines
 * of a known_hosts file; none means that no host is).
 */
export type GitCredential =
  | { type: 'password'; username: string; secret: string }
  | { type: 'ssh_key'; username: string; privateKey: string; passphrase: string; knownHosts: string }

/**
 * Where a repository is and how to sign in. Secrets go to Git through the environment or a private file, never through argv or the URL.
 * `tenant` is who asks: requests of one wait for each other before they keep others waiting.
 */
export type GitRemote = { url: string; credential: GitCredential | null; tenant: string }

/** A revision as people typed it, and what it means now. */
export type ResolvedRevision = {
  requested: string
  kind: 'head' | 'branch' | 'tag' | 'semver' | 'commit'
  /** Full ref name, empty for a commit. */
  ref: string
  commit: string
}

export type CommitInfo = { id: string; subject: string; author: string; at: string }

/** One entry of a folder of a commit. `kind` is what a folder directly holds; null for files and for folders without manifests. */
export type TreeEntry = {
  name: string
  path: string
  type: 'folder' | 'file'
  kind: 'kustomize' | 'helm' | 'directory' | null
}

/** An entry that `withTree` leaves out: links and submodules always, names no file system takes, other files above the cap. */
export type SkippedEntry = { path: string; why: 'link' | 'submodule' | 'name' | 'too_large' }

/** One line of a known_hosts file: whose key it is (as the line names them) and the fingerprint that hosts publish. */
export type HostKey = { line: string; names: string; algorithm: string; fingerprint: string }

export interface GitDoor {
  /** The connection test of the import dialog: one step after the other, stops at the first failure; never throws for a failed step. */
  test(remote: GitRemote): Promise<ConnectionTest>
  /** The keys that the host of an ssh URL shows now, for a person to confirm. */
  scanHostKeys(url: string): Promise<HostKey[]>
  /** What is wrong with a private key; null when it opens. */
  findKeyProblem(key: { privateKey: string; passphrase: string }): Promise<SshKeyProblem | null>
  /** One `ls-remote`. */
  listRefs(remote: GitRemote): Promise<GitRefs>
  /** Full id of the commit that `revision` means; `refs` saves the call where it is already known. */
  resolve(remote: GitRemote, revision: string, refs?: GitRefs): Promise<ResolvedRevision>
  /** Fetches the commit into the repository's cache (shallow) unless it is there, and tells who made it. */
  fetch(remote: GitRemote, revision: ResolvedRevision): Promise<CommitInfo>
  /**
   * Writes the tree of a commit into a private folder (capped, no links, no submodules), runs `work` and removes the folder. Callers that
   * want the same commit at the same time share the folder: `work` only reads. A commit that is not in the cache is fetched by its id.
   */
  withTree<T>(remote: GitRemote, commit: string, work: (dir: string, skipped: SkippedEntry[]) => Promise<T>): Promise<T>
  /** Folder listing of a fetched commit, one level. */
  listFolder(remote: GitRemote, commit: string, path: string): Promise<TreeEntry[]>
  /** Gives the cache folder back for the next door. Nothing may be asked of the door afterwards. */
  close(): Promise<void>
}
