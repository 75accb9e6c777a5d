import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runGuarded, type GuardOptions } from './guard.ts'

const ENV = { PATH: '/usr/bin:/bin' }
const defaults: GuardOptions = { timeoutMs: 20_000, env: ENV, maxStdout: 100_000, maxStderr: 1000 }

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'guard-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const shell = (script: string, options: Partial<GuardOptions> = {}) =>
  runGuarded('/bin/sh', ['-c', script], { ...defaults, cwd: dir, ...options })

/** The grandchild's pid, written by the script before it blocks. */
const pidFrom = (file: string) => Number(readFileSync(join(dir, file), 'utf8'))

/** True while the process runs; a zombie that waits for its reaper does not count. */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux') return true
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** SIGKILL is delivered asynchronously: waits for the fact, bounded by the test's own timeout. */
async function gone(pid: number): Promise<void> {
  while (alive(pid)) await new Promise((resolve) => setImmediate(resolve))
}

const GRANDCHILD = '(echo $$ >/dev/null; exec sleep 300) & echo $! > pid.tmp; mv pid.tmp pid;'

describe('runGuarded', () => {
  it('stands back for others when it is told to, with all that it starts', async () => {
    const { stdout } = await shell('cat; nice; (nice)', { niceness: 7, input: '' })
    expect(stdout.toString()).toBe('7\n7\n')
  })

  it('returns exit code and both streams', async () => {
    const result = await shell('cat; echo oops >&2; exit 3', { input: 'hello' })
    expect(result).toMatchObject({ code: 3, signal: null, stderr: 'oops\n', timedOut: false, truncated: false })
    expect(result.stdout.toString()).toBe('hello')
  })

  it('passes arguments verbatim, without a shell', async () => {
    const result = await runGuarded('/bin/echo', ['$(id)', '; id', '--'], { ...defaults, cwd: dir })
    expect(result.stdout.toString()).toBe('$(id) ; id --\n')
  })

  it('gives the program exactly the environment it was told', async () => {
    process.env['GUARD_CANARY'] = 'secret'
    const result = await runGuarded('/usr/bin/env', [], { ...defaults, env: { ONLY: 'this' } })
    delete process.env['GUARD_CANARY']
    expect(result.stdout.toString()).toBe('ONLY=this\n')
  })

  it('kills grandchildren too when the deadline passes', async () => {
    const result = await shell(`${GRANDCHILD} wait`, { timeoutMs: 400 })
    expect(result).toMatchObject({ code: null, signal: 'SIGKILL', timedOut: true })
    await gone(pidFrom('pid'))
  })

  it('does not extend the deadline for a program that keeps talking', async () => {
    const result = await shell('while :; do echo x; sleep 0.05; done', { timeoutMs: 400 })
    expect(result.timedOut).toBe(true)
    expect(result.stdout.length).toBeGreaterThan(0)
  })

  it('kills what a program that ended by itself left in its group', async () => {
    const result = await shell(`${GRANDCHILD} exit 0`)
    expect(result.code).toBe(0)
    await gone(pidFrom('pid'))
  })

  it('ends a program whose output is too large and keeps the beginning', async () => {
    const result = await shell('yes', { maxStdout: 1000 })
    expect(result).toMatchObject({ truncated: true, timedOut: false })
    expect(result.stdout.length).toBe(1000)
  })

  it('drops standard error beyond its cap without ending the program', async () => {
    const result = await shell('head -c 500000 /dev/zero >&2; echo done', { maxStderr: 10 })
    expect(result).toMatchObject({ code: 0, truncated: false })
    expect(result.stderr.length).toBe(10)
    expect(result.stdout.toString()).toBe('done\n')
  })

  it('ends the group when it is aborted and throws the reason', async () => {
    const controller = new AbortController()
    const run = shell(`${GRANDCHILD} echo ready; wait`, { signal: controller.signal })
    const pid = await new Promise<number>((resolve) => {
      const look = () => {
        try {
          resolve(pidFrom('pid'))
        } catch {
          setImmediate(look)
        }
      }
      look()
    })
    controller.abort(new Error('enough'))
    await expect(run).rejects.toThrow('enough')
    await gone(pid)
  })

  it('does not start a program when it is aborted already', async () => {
    await expect(shell('touch started', { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no')
    expect(() => readFileSync(join(dir, 'started'))).toThrow()
  })

  it.skipIf(process.platform !== 'linux')(
    'does not hang on a program that moved out of its group and holds the pipes',
    async () => {
      const result = await shell(
        'setsid sh -c "echo \\$\\$ > pid.tmp; mv pid.tmp pid; exec sleep 300" & while ! test -f pid; do :; done',
      )
      process.kill(pidFrom('pid'), 'SIGKILL')
      expect(result.code).toBe(0)
    },
  )

  it('throws when the program does not exist', async () => {
    await expect(runGuarded(join(dir, 'missing'), [], defaults)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('survives a program that ends without reading its input', async () => {
    const result = await shell('exit 0', { input: Buffer.alloc(5_000_000) })
    expect(result.code).toBe(0)
  })
})
