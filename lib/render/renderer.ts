/**
 * The door to the renderer: one confined process for folders of one tree, started without environment, in a process group of its own and,
 * where the machine allows it, without any network. Contract and refusals: renderer/README.md.
 */
import { spawnSync } from 'node:child_process'
import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import { metrics, timed } from '#lib/observability/metrics.ts'
import { foreignWords } from '#lib/core/foreign-words.ts'
import { runGuarded, type GuardResult } from '#lib/process/guard.ts'
import { mebibytes, refusalError } from './refusal.ts'
import type { Render, RenderOutcome, RenderRequest, RenderResult, RenderWarning } from './types.ts'

export type RendererLimits = {
  /** Wall clock of one render in milliseconds; the process limits its CPU time itself. */
  timeoutMs: number
  memoryMiB: number
  cpuSeconds: number
  /** Bytes of the whole answer. */
  maxOutput: number
  /** What may be read; absent ones are the renderer's own (renderer/README.md, "Request"). */
  tree: { files?: number; bytes?: number; fileBytes?: number; documents?: number; depth?: number }
}

export type RendererOptions = { binary: string; limits?: Partial<RendererLimits> }

const DEFAULT_LIMITS: RendererLimits = {
  timeoutMs: 30_000,
  memoryMiB: 1024,
  cpuSeconds: 20,
  maxOutput: 20 * 1024 * 1024,
  tree: {},
}

/** Somebody who looks at a page waits for it; a commit may take a moment longer. */
const NICENESS = 10

/** Wall clock of a process that was given several folders: those that keep the others waiting for longer are asked for by themselves. */
const TOGETHER_MS = 10_000

/** A user namespace with an empty network namespace: only a loopback device that is down. */
const NETWORKLESS = ['unshare', '-rn', '--'] as const
/** Exit status of the renderer when its CPU time is used up. */
const CPU_LIMIT_EXIT = 3
/** Exit status of a Go runtime that gave up: it could get no memory, for an object or for a thread's stack. */
const RUNTIME_GAVE_UP_EXIT = 2

const responseSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    kind: z.enum(['directory', 'kustomize', 'helm']),
    objects: z.array(
      z.object({
        source: z.string(),
        raw: z.string(),
        apiVersion: z.string(),
        kind: z.string(),
        name: z.string(),
        namespace: z.string(),
        unstable: z.array(z.string()).optional(),
      }),
    ),
    shared: z.boolean(),
    warnings: z.array(
      z.object({ code: z.string(), message: z.string(), file: z.string(), object: z.string().default('') }),
    ),
  }),
  z.object({
    ok: z.literal(false),
    code: z.string(),
    message: z.string(),
    file: z.string(),
    line: z.number(),
    limit: z.number().default(0),
    shared: z.boolean().default(false),
  }),
])

/** Whether this machine lets an ordinary process leave the network. Asked once per process. */
let networkless: boolean | undefined
const canLeaveNetwork = (): boolean =>
  (networkless ??=
    process.platform === 'linux' &&
    spawnSync(NETWORKLESS[0], [...NETWORKLESS.slice(1), 'true'], { stdio: 'ignore' }).status === 0)

function requestText(dir: string, request: RenderRequest, limits: RendererLimits): string {
  const { kind, path, directory, kustomize, helm } = request.source
  const { name, namespace, kubeVersion } = request
  const { memoryMiB, cpuSeconds, tree } = limits
  return JSON.stringify({
    dir,
    path,
    name,
    kind,
    directory,
    kustomize,
    helm,
    namespace,
    kubeVersion,
    limits: { ...tree, memoryMiB, cpuSeconds },
  })
}

/** What a process that gave no answer died of. */
function deathError(result: GuardResult, limits: RendererLimits): AppError {
  if (result.timedOut)
    return new AppError('TIMEOUT', { reason: 'render_timeout', params: { seconds: limits.timeoutMs / 1000 } })
  if (result.code === CPU_LIMIT_EXIT || result.signal === 'SIGXCPU')
    return new AppError('TIMEOUT', { reason: 'render_cpu', params: { seconds: limits.cpuSeconds } })
  if (result.truncated)
    return new AppError('UPSTREAM', {
      reason: 'render_output_too_large',
      params: { limit: mebibytes(limits.maxOutput) },
    })
  if (result.code === RUNTIME_GAVE_UP_EXIT || result.signal === 'SIGKILL')
    return new AppError('UPSTREAM', { reason: 'render_memory', params: { limit: limits.memoryMiB } })
  return new AppError('UPSTREAM', {
    reason: 'render_refused',
    params: { file: '', line: 0 },
    detail: foreignWords(result.stderr),
  })
}

/** One line of the answer. Null: the process ended in the middle of it. */
function parseResponse(line: string): RenderOutcome | null {
  let answer: unknown
  try {
    answer = JSON.parse(line)
  } catch {
    return null
  }
  const response = responseSchema.parse(answer)
  return response.ok ? { result: toResult(response) } : { error: refusalError(response) }
}

/** Warnings that are told by a reason of their own; the others are `render_warning` with the renderer's words. */
const REASON_OF_WARNING: Readonly<Record<string, RenderWarning['reason']>> = {
  no_objects: 'no_objects',
  not_deterministic: 'render_not_deterministic',
}

const toResult = ({
  kind,
  shared,
  objects,
  warnings,
}: Extract<z.infer<typeof responseSchema>, { ok: true }>): RenderResult => ({
  kind,
  shared,
  objects,
  warnings: warnings.map(({ code, message, file, object }) => ({
    reason: REASON_OF_WARNING[code] ?? 'render_warning',
    message: foreignWords(message),
    params: { file, ...(object && { object }) },
  })),
})

/** The render function of this process. How many calls run at once is the caller's to bound. */
export function createRenderer({ binary, limits: overrides }: RendererOptions): Render {
  const limits = { ...DEFAULT_LIMITS, ...overrides }

  const runOnce = async (dir: string, requests: readonly RenderRequest[]): Promise<GuardResult> => {
    const [command = binary, ...args] = canLeaveNetwork() ? [...NETWORKLESS, binary] : [binary]
    let result: GuardResult
    try {
      result = await runGuarded(command, args, {
        // Only `unshare` needs to be found; the renderer drops even this.
        env: { PATH: '/usr/bin:/bin' },
        niceness: NICENESS,
        cwd: '/',
        input: requests.map((request) => requestText(dir, request, limits)).join('\n'),
        timeoutMs: requests.length > 1 ? Math.min(limits.timeoutMs, TOGETHER_MS) : limits.timeoutMs,
        maxStdout: limits.maxOutput,
        maxStderr: 64 * 1024,
      })
    } catch (error) {
      throw new AppError('UNAVAILABLE', { reason: 'renderer_missing', cause: error })
    }
    if (result.code === 127 || result.code === 126) throw new AppError('UNAVAILABLE', { reason: 'renderer_missing' })
    return result
  }

  return async (dir, requests) => {
    if (requests.length === 0) return []
    const result = await timed(metrics().renders, {}, () => runOnce(dir, requests))
    const lines = result.stdout.toString('utf8').split('\n').filter(Boolean)
    const answered: RenderOutcome[] = []
    for (const line of lines.slice(0, requests.length)) {
      const outcome = parseResponse(line)
      if (outcome === null) break
      answered.push(outcome)
    }
    return answered.length === 0 && requests.length === 1 ? [{ error: deathError(result, limits) }] : answered
  }
}
