/**
 * Runs Git commands: the only place that starts Git. simple-git builds and runs the command line; a small guard script
 * (guarded-git.sh) owns the process group, so a deadline leaves no helper process behind. Everything that could make Git run a program,
 * follow a redirect, ask a question, read another configuration or speak another protocol is switched off here.
 *
 * simple-git refuses hardening settings in the same way as dangerous ones until it is told otherwise (`unsafe`, `allowEnvironment`); that
 * is safe because nothing a person types ever reaches an option position: URLs and refs stand behind `--`, commits are checked ids.
 */
import { dirname } from 'node:path'
import { simpleGit } from 'simple-git'
import { AppError } from '#lib/core/errors.ts'
import { metrics, timed } from '#lib/observability/metrics.ts'
import { pinnedResolve, type Destination } from './address.ts'
import type { GitFailure } from './errors.ts'
import { findProgram, GUARD_SCRIPT, pathFor } from './programs.ts'

export type GitCommand = {
  args: readonly string[]
  /** An existing folder. */
  cwd: string
  /** Milliseconds from start to the end of the process group. */
  timeoutMs: number
  /** Bytes of standard output; one more ends the command. */
  maxStdout: number
  /** File that Git reads as standard input. */
  stdinFile?: string
  /** The remote this command may speak to; without it Git speaks to nobody. */
  remote?: Contact
  /** Sees output as it comes; returning false ends the command as "too much". */
  watch?: (chunk: Buffer) => boolean
}

/** A remote with its checked addresses, the variables that sign in there, and whose turn it takes. */
export type Contact = { destination: Destination; signIn: Readonly<Record<string, string>>; tenant: string }

type GitOutput = { stdout: Buffer; stderr: string }

export type RunGit = (command: GitCommand) => Promise<GitOutput>

/** A command that did not succeed; the door turns it into an AppError, knowing the host and the secrets. */
export class GitCommandError extends Error {
  readonly failure: GitFailure
  constructor(failure: GitFailure) {
    super(`git exited with ${failure.exitCode ?? 'a signal'}`)
    this.name = 'GitCommandError'
    this.failure = failure
  }
}

const MAX_STDERR = 64 * 1024

const HARDENING: readonly string[] = [
  'core.symlinks=false',
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'http.followRedirects=false',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=20',
  'submodule.recurse=false',
  'transfer.bundleURI=false',
  'transfer.fsckObjects=true',
  'credential.helper=',
  // The cache is small and rebuilt, never repacked: one pack a fetch, nothing in the background.
  'fetch.unpackLimit=1',
  'gc.auto=0',
  'maintenance.auto=false',
]

const UNSAFE = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeCustomBinary: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
}

/** Git on this process's PATH. Throws UNAVAILABLE where there is none. */
function findGit(): string {
  const git = findProgram('git')
  if (git === null) throw new AppError('UNAVAILABLE', { reason: 'git_failed', detail: 'git: command not found' })
  return git
}

/** The whole environment of a Git process: nothing of ours (database URL, session secret) is inherited. */
function environment(git: string, command: GitCommand, maxFileBytes: number): Record<string, string> {
  const { remote } = command
  return {
    PATH: pathFor(git),
    HOME: '/nonexistent',
    LANG: 'C.UTF-8',
    // The folder of the command is a repository or none is used: never one that happens to lie around it.
    GIT_CEILING_DIRECTORIES: dirname(command.cwd),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: remote ? remote.destination.url.scheme : '',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    IEUM_GIT: git,
    IEUM_GIT_FILE_BLOCKS: String(Math.ceil(maxFileBytes / 512)),
    ...(command.stdinFile === undefined ? {} : { IEUM_GIT_STDIN: command.stdinFile }),
    ...remote?.signIn,
  }
}

/** Per-command settings on top of the hardening. */
function settings(command: GitCommand): string[] {
  const pinned = command.remote && pinnedResolve(command.remote.destination)
  return pinned ? [...HARDENING, `http.curloptResolve=${pinned}`] : [...HARDENING]
}

/** Collects a command's output, ends it at its deadline or cap, and knows afterwards which of them it was. */
class Supervision {
  readonly stop = new AbortController()
  readonly out: Buffer[] = []
  timedOut = false
  truncated = false
  exitCode: number | null = null
  #err: Buffer[] = []
  #outBytes = 0
  #errBytes = 0
  readonly #command: GitCommand

  constructor(command: GitCommand) {
    this.#command = command
  }

  listen(stdout: NodeJS.ReadableStream, stderr: NodeJS.ReadableStream): void {
    stdout.on('data', (chunk: Buffer) => {
      if (this.truncated) return
      this.#outBytes += chunk.length
      if (this.#outBytes > this.#command.maxStdout || this.#command.watch?.(chunk) === false) {
        this.truncated = true
        this.stop.abort()
        return
      }
      this.out.push(chunk)
    })
    stderr.on('data', (chunk: Buffer) => {
      if (this.#errBytes > MAX_STDERR) return
      this.#errBytes += chunk.length
      this.#err.push(chunk)
    })
  }

  expire = (): void => {
    this.timedOut = true
    this.stop.abort()
  }

  get stderr(): string {
    return Buffer.concat(this.#err).toString('utf8').slice(0, MAX_STDERR)
  }

  get failed(): boolean {
    return this.exitCode !== 0 || this.timedOut || this.truncated
  }

  failure(): GitFailure {
    const { stderr, exitCode, timedOut, truncated } = this
    return { stderr, exitCode, timedOut, truncated }
  }
}

/**
 * Makes the runner. A command resolves with its output when it exits with 0, and otherwise throws GitCommandError; either way none of its
 * processes is left. `maxFileBytes` bounds each file Git may write.
 */
export function createGitRunner(maxFileBytes: number): RunGit {
  let git: string | undefined
  const runOne: RunGit = async (command) => {
    git ??= findGit()
    const env = environment(git, command, maxFileBytes)
    const run = new Supervision(command)
    const client = simpleGit({
      baseDir: command.cwd,
      binary: ['/bin/sh', GUARD_SCRIPT],
      config: settings(command),
      abort: run.stop.signal,
      allowEnvironment: Object.keys(env),
      unsafe: UNSAFE,
      // Exit code and output are judged below; simple-git's own rule takes a failure without words for a success.
      errors: (_error, result) => {
        run.exitCode = result.exitCode
        return undefined
      },
    })
      .env(env)
      .outputHandler((_name, stdout, stderr) => run.listen(stdout, stderr))
    const deadline = setTimeout(run.expire, command.timeoutMs)
    try {
      await client.raw([...command.args])
    } catch (error) {
      if (!run.timedOut && !run.truncated) throw error
    } finally {
      clearTimeout(deadline)
    }
    if (run.failed) throw new GitCommandError(run.failure())
    return { stdout: Buffer.concat(run.out), stderr: run.stderr }
  }
  return (command) => timed(metrics().gitCommands, { command: command.args[0] ?? '' }, () => runOne(command), resultOf)
}

const resultOf = (error: unknown): string =>
  error instanceof GitCommandError && error.failure.timedOut ? 'timeout' : 'failed'
