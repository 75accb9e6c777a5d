import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noProcessFor } from './testing/fixture.ts'

const GUARD = fileURLToPath(new URL('guarded-git.sh', import.meta.url))

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'guarded-git-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** A program in Git's place that starts a helper, writes the helper's pid and waits for it. */
const HELPER = 'sleep 300 & echo $! > helper.tmp; mv helper.tmp helper; wait'

const environment = (path = '/usr/bin:/bin'): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  PATH: path,
  IEUM_GIT: '/bin/sh',
  IEUM_GIT_FILE_BLOCKS: '1000000',
})

const start = (script: string, shell: readonly string[] = ['/bin/sh'], path?: string): ChildProcess => {
  const [command = '', ...args] = shell
  return spawn(command, [...args, GUARD, '-c', script], {
    cwd: dir,
    env: environment(path),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))

async function helperPid(): Promise<number> {
  while (!existsSync(join(dir, 'helper'))) await new Promise((resolve) => setImmediate(resolve))
  return Number(readFileSync(join(dir, 'helper'), 'utf8'))
}

/** Waits until the process is gone or a zombie; the test's time-out is the limit. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0)
      if (process.platform === 'linux' && / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return
    } catch {
      return
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('guarded-git.sh', () => {
  it('passes arguments, output and exit code through', async () => {
    const child = start('printf "%s" "$0"; exit 7')
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    expect(await ended(child)).toBe(7)
    expect(output).toBe('/bin/sh')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('kills the helpers on %s', async (signal) => {
    const child = start(HELPER)
    const pid = await helperPid()
    child.kill(signal)
    expect(await ended(child)).not.toBe(0)
    await gone(pid)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing when %s comes at any moment of its start', async (signal) => {
    const mark = `300.${process.pid}`
    const starts = Array.from({ length: 40 }, async (_, turns) => {
      const child = start(`sleep ${mark} & wait`)
      const end = ended(child)
      await new Promise((resolve) => child.once('spawn', resolve))
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
      child.kill(signal)
      await end
    })
    await Promise.all(starts)
    await expect(noProcessFor(mark)).resolves.toBeUndefined()
  })

  it.skipIf(!existsSync('/usr/bin/setsid'))('leaves nothing when it is ended before the group is made', async () => {
    const mark = `301.${process.pid}`
    const late = `#!/bin/sh\nkill -TERM "$PPID"\nsleep 0.2\nexec /usr/bin/setsid "$@"\n`
    await writeFile(join(dir, 'setsid'), late, { mode: 0o755 })
    expect(await ended(start(`sleep ${mark} & wait`, ['/bin/sh'], `${dir}:/usr/bin:/bin`))).not.toBe(0)
    await noProcessFor(dir)
    await expect(noProcessFor(mark)).resolves.toBeUndefined()
  })

  it('kills the helpers when its caller is killed', async () => {
    const caller = spawn(
      process.execPath,
      [
        '-e',
        `require('node:child_process').spawn('/bin/sh', [process.env.GUARD, '-c', process.env.SCRIPT], { stdio: 'pipe' }); setInterval(() => {}, 1000)`,
      ],
      { cwd: dir, env: { ...environment(), GUARD, SCRIPT: HELPER }, stdio: 'ignore' },
    )
    const pid = await helperPid()
    caller.kill('SIGKILL')
    await expect(gone(pid)).resolves.toBeUndefined()
  })

  it('kills a helper that outlives the program', async () => {
    const child = start('sleep 300 >/dev/null 2>&1 & echo $! > helper; exit 0')
    expect(await ended(child)).toBe(0)
    await gone(await helperPid())
  })

  it('does not let the program write a larger file than it may', async () => {
    const child = spawn('/bin/sh', [GUARD, '-c', 'head -c 2000000 /dev/zero > big; exit $?'], {
      cwd: dir,
      env: { ...environment(), IEUM_GIT_FILE_BLOCKS: '100' },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    expect(await ended(child)).not.toBe(0)
    expect(readFileSync(join(dir, 'big')).length).toBe(51_200)
  })

  it('gives the program no input, or the file it was told', async () => {
    const child = spawn('/bin/sh', [GUARD, '-c', 'cat'], {
      env: { ...environment(), IEUM_GIT_STDIN: GUARD },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    expect(await ended(child)).toBe(0)
    expect(output).toBe(readFileSync(GUARD, 'utf8'))
    expect(await ended(start('test -z "$(cat)"'))).toBe(0)
  })

  it.skipIf(!existsSync('/bin/bash'))('owns a group by job control where setsid is missing', async () => {
    const child = start(`PATH=/usr/bin:/bin; ${HELPER}`, ['/bin/bash', '--posix'], dir)
    const pid = await helperPid()
    child.kill('SIGINT')
    expect(await ended(child)).not.toBe(0)
    await gone(pid)
  })

  it.skipIf(!existsSync('/bin/dash'))('runs nothing where it could not own a group', async () => {
    expect(await ended(start('touch ran', ['/bin/dash'], dir))).toBe(125)
    expect(existsSync(join(dir, 'ran'))).toBe(false)
  })
})
