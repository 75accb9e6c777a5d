/**
 * The door to jq: expressions come from people of a tenant and run in a thread of their own that is ended when one takes too long or too
 * much memory (the interpreter itself stops at 256 MiB). Interface: types.ts.
 */
import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '#lib/core/errors.ts'
import { foreignWords } from '#lib/core/foreign-words.ts'
import type { JqRequest, JqResponse } from './protocol.ts'
import type { Jq, JqPath } from './types.ts'

/** Argo CD's limit. */
const TIME_LIMIT_MS = 1000
const START_LIMIT_MS = 10_000
/** An expression that took too long is not tried again in its scope for a while, whatever the object. */
const BANNED_MS = 60_000
const MAX_BANNED = 10_000
/** From the checkout, because the console's server is bundled and the thread is not. */
const THREAD = path.resolve('lib/jq/thread.ts')

const BROKEN: JqResponse = { kind: 'broken' }

type Job = { request: JqRequest; settle: (response: JqResponse | 'timeout') => void }

export type JqOptions = { timeLimitMs?: number; now?: () => number }

/** One interpreter for the process. The thread is started when it is first needed and does not keep the process alive. */
export function createJq({ timeLimitMs = TIME_LIMIT_MS, now = () => performance.now() }: JqOptions = {}): Jq {
  const waiting = new Map<string, Job[]>()
  const banned = new Map<string, number>()
  let thread: Worker | undefined
  let isRunning = false

  /** The scopes take turns: the first in line gives one job and goes to the end. */
  const next = (): Job | undefined => {
    const [scope, jobs] = waiting.entries().next().value ?? []
    const job = jobs?.shift()
    if (scope === undefined || jobs === undefined) return undefined
    waiting.delete(scope)
    if (jobs.length > 0) waiting.set(scope, jobs)
    return job
  }

  const end = async () => {
    const ended = thread
    thread = undefined
    await ended?.terminate()
  }

  const answer = async ({ request }: Job) => {
    thread ??= await startThread()
    const response = await ask(thread, request, timeLimitMs)
    if (response === 'timeout' || response.kind === 'broken') await end()
    return response
  }

  const run = async () => {
    if (isRunning) return
    isRunning = true
    for (let job = next(); job !== undefined; job = next()) job.settle(await answer(job).catch(() => BROKEN))
    isRunning = false
  }

  const evaluate = (scope: string, request: JqRequest) =>
    new Promise<JqResponse | 'timeout'>((settle) => {
      const jobs = waiting.get(scope) ?? []
      jobs.push({ request, settle })
      waiting.set(scope, jobs)
      void run()
    })

  return {
    async paths(scope, expression, text) {
      const ban = `${scope} ${expression}`
      if ((banned.get(ban) ?? 0) > now()) throw tooLong(expression)
      const response = await evaluate(scope, { expression, text })
      if (response === 'timeout' || response.kind === 'broken') {
        if (banned.size >= MAX_BANNED) banned.clear()
        banned.set(ban, now() + BANNED_MS)
        throw tooLong(expression)
      }
      return placesOf(expression, response)
    },
    async check(scope, expression) {
      const response = await evaluate(scope, { expression, text: null })
      if (response === 'timeout' || response.kind === 'broken') throw tooLong(expression)
      return response.kind === 'failed' ? problemOf(response.message) : null
    },
    close: end,
  }
}

const tooLong = (expression: string) =>
  new AppError('TIMEOUT', { reason: 'ignore_expression_timeout', params: { expression } })

/** What jq says of a program, without the place in it: that is a line of the program around the expression. */
const problemOf = (message: string): string =>
  foreignWords(/^jq: error: (.*?) at <top-level>/.exec(message)?.[1] ?? message)

/** An expression that finds nothing to go through in this object names no place in it (Argo CD's rule). */
function placesOf(expression: string, response: Exclude<JqResponse, { kind: 'broken' }>): JqPath[] {
  if (response.kind === 'paths') return response.paths
  if (response.isAboutData) return []
  const detail = foreignWords(response.message)
  throw new AppError('UPSTREAM', { reason: 'ignore_expression_failed', params: { expression }, detail })
}

async function startThread(): Promise<Worker> {
  // Its words are the interpreter's about itself ("Aborted()").
  const thread = new Worker(THREAD, {
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  })
  thread.stdout.resume()
  thread.stderr.resume()
  thread.unref()
  // A thread that died is noticed by the question that gets no answer.
  thread.on('error', () => undefined)
  // It says when the interpreter is loaded, so that no expression pays for that.
  await once(thread, 'message', { signal: AbortSignal.timeout(START_LIMIT_MS) })
  return thread
}

function ask(thread: Worker, request: JqRequest, limitMs: number): Promise<JqResponse | 'timeout'> {
  return new Promise((resolve) => {
    const done = (response: JqResponse | 'timeout') => {
      clearTimeout(timer)
      thread.off('message', done)
      resolve(response)
    }
    const timer = setTimeout(() => done('timeout'), limitMs)
    thread.on('message', done)
    thread.postMessage(request)
  })
}
