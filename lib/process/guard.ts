/**
 * Runs one program so that nothing of it outlives the call: its own process group, an exact environment, capped streams and a total
 * deadline after which the whole group is killed. (`child_process` timeouts kill only the leader and leave its helpers running.)
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { standBack } from './stand-back.ts'

export type GuardOptions = {
  /** Milliseconds from start to SIGKILL of the group: a total deadline, output does not extend it. */
  timeoutMs: number
  /** The whole environment of the program; nothing is inherited. */
  env: Record<string, string>
  cwd?: string
  input?: string | Uint8Array
  /** Bytes of standard output; one more ends the program. */
  maxStdout: number
  /** Bytes of standard error that are kept; the rest is read and dropped. */
  maxStderr: number
  /** How far the program stands back for others (`standBack`); absent: not at all. */
  niceness?: number
  /** Ends the program early; the call then throws the signal's reason. */
  signal?: AbortSignal
}

export type GuardResult = {
  /** Exit code, null when a signal ended the program. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: Buffer
  stderr: string
  timedOut: boolean
  /** Standard output went over its cap: `stdout` holds the beginning only. */
  truncated: boolean
}

/** How long the pipes may stay open after the group is gone; only a program that left its group holds them longer. */
const PIPE_GRACE_MS = 200

/** Groups that must not survive an ordinary end of this process. */
const liveGroups = new Set<number>()

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // ESRCH: the group is empty, which is what was wanted.
  }
}

function trackGroup(pid: number): void {
  if (liveGroups.size === 0) process.once('exit', killLiveGroups)
  liveGroups.add(pid)
}

function untrackGroup(pid: number): void {
  liveGroups.delete(pid)
  if (liveGroups.size === 0) process.off('exit', killLiveGroups)
}

function killLiveGroups(): void {
  for (const pid of liveGroups) killGroup(pid)
}

/** Collects up to `max` bytes of a stream; `onOver` is called once when there are more. */
function collect(stream: NodeJS.ReadableStream | null, max: number, onOver: () => void): () => Buffer {
  const chunks: Buffer[] = []
  let size = 0
  let over = false
  stream?.on('data', (chunk: Buffer) => {
    if (over) return
    const room = max - size
    chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    size += Math.min(chunk.length, room)
    if (chunk.length > room) {
      over = true
      onOver()
    }
  })
  return () => Buffer.concat(chunks)
}

/** Resolves when the leader has ended and its pipes are drained; rejects when it could not be started. */
function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (child.pid !== undefined) killGroup(child.pid)
      const grace = setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, PIPE_GRACE_MS)
      child.once('close', () => {
        clearTimeout(grace)
        resolve({ code, signal })
      })
    })
  })
}

/**
 * Runs `command` with exactly `args` (no shell) and waits for its end. Whatever the outcome, no process of its group is left.
 * Throws the spawn error when the program cannot be started and the abort reason when `signal` fires; a non-zero exit is a result.
 */
export async function runGuarded(
  command: string,
  args: readonly string[],
  options: GuardOptions,
): Promise<GuardResult> {
  options.signal?.throwIfAborted()
  const child = spawn(command, [...args], {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const pid = child.pid
  standBack(pid, options.niceness)
  let timedOut = false
  let truncated = false
  const kill = () => {
    if (pid !== undefined) killGroup(pid)
  }
  const stdout = collect(child.stdout, options.maxStdout, () => {
    truncated = true
    kill()
  })
  const stderr = collect(child.stderr, options.maxStderr, () => undefined)
  const deadline = setTimeout(() => {
    timedOut = true
    kill()
  }, options.timeoutMs)
  options.signal?.addEventListener('abort', kill, { once: true })
  if (pid !== undefined) trackGroup(pid)
  // A program may end without reading its input: EPIPE is not an error of ours.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  try {
    const { code, signal } = await ended(child)
    options.signal?.throwIfAborted()
    return { code, signal, stdout: stdout(), stderr: stderr().toString('utf8'), timedOut, truncated }
  } finally {
    clearTimeout(deadline)
    options.signal?.removeEventListener('abort', kill)
    if (pid !== undefined) untrackGroup(pid)
  }
}
