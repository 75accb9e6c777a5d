import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { linesOf, runCommand } from './command.mjs'
import { announceEnd, claimDataDirectory, endLeftovers, recordProcess, releaseDataDirectory } from './instance.mjs'
import { isPortFree } from './ports.mjs'
import { endProcess, identityOf, isAlive, waitForExit } from './processes.mjs'
import { livingRecords, readLiving, removeRecord, tryLock, withLock, writeRecord } from './records.mjs'
import { StartError } from './start-error.mjs'

let folder: string
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'processes-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function sleeper(): number {
  const child = spawn('sleep', ['300'], { stdio: 'ignore' })
  children.push(child)
  return child.pid ?? 0
}

async function deadPid(): Promise<number> {
  const pid = sleeper()
  await endProcess(pid, 'SIGKILL', 1_000)
  return pid
}

/** The number that a script wrote into a file, as soon as it is there. */
async function numberIn(file: string): Promise<number> {
  while (!existsSync(file) || readFileSync(file, 'utf8').trim() === '') await delay(5)
  return Number(readFileSync(file, 'utf8'))
}

const log = () => path.join(folder, 'log')
const shell = (script: string, options: Partial<Parameters<typeof runCommand>[1]> = {}) =>
  runCommand(['sh', '-c', script], { cwd: folder, log: log(), ...options })

describe('a command of a start', () => {
  test('gives its lines to who follows it and all of them to the log', async () => {
    const lines: string[] = []
    await shell('echo out; echo err >&2', { onLine: (line, stream) => lines.push(`${stream} ${line}`) })
    expect(lines.sort()).toEqual(['stderr err', 'stdout out'])
    expect(readFileSync(log(), 'utf8').split('\n').sort()).toEqual(['', 'err', 'out'])
  })

  test('fails with the command, its last twenty lines, the advice and the log', async () => {
    const failure = shell('for i in $(seq 30); do echo line-$i; done; exit 3', { advice: 'Try again.' })
    await expect(failure).rejects.toBeInstanceOf(StartError)
    const error = await failure.catch((reason: unknown) => reason as StartError)
    expect(error?.message).toMatch(/exit code 3\):\n {4}sh -c '.*'\n {4}line-11\n/)
    expect(error?.message).not.toContain('line-10\n')
    expect(error?.message).toContain('line-30')
    expect(error?.advice).toBe(`Try again.\nEverything it printed is in ${log()}`)
  })

  test('fails in words when its program does not exist', async () => {
    await expect(runCommand(['no-such-program'], { cwd: folder, log: log() })).rejects.toThrow(
      /no-such-program[\s\S]*ENOENT/,
    )
  })

  test('ends with everything it started when the start is ended', async () => {
    const stop = new AbortController()
    const running = shell('sleep 300 & echo $! > grandchild; wait', { signal: stop.signal })
    const pid = await numberIn(path.join(folder, 'grandchild'))
    stop.abort(new Error('asked'))
    await expect(running).rejects.toThrow('asked')
    expect(await waitForExit(pid, 5_000)).toBe(true)
  })

  test('ends with everything it started when the start is killed', async () => {
    const module = path.join(import.meta.dirname, 'command.mjs')
    const script = `const { runCommand } = await import(${JSON.stringify(module)});
      await runCommand(['sh', '-c', 'sleep 300 & echo $! > grandchild; wait'], { cwd: ${JSON.stringify(folder)}, log: ${JSON.stringify(log())} })`
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
    const pid = await numberIn(path.join(folder, 'grandchild'))
    starter.kill('SIGKILL')
    expect(await waitForExit(pid, 5_000)).toBe(true)
  })

  test('returns what it prints, without its complaints', async () => {
    expect(await linesOf(['sh', '-c', 'echo a; echo warning >&2; echo b'], { cwd: folder, log: log() })).toEqual([
      'a',
      'b',
    ])
  })
})

describe('a record of a process', () => {
  test('is believed while that process lives', async () => {
    const file = path.join(folder, 'record')
    const pid = sleeper()
    writeRecord(file, pid, 'note')
    expect(readLiving(file)).toMatchObject({ pid, note: 'note' })
    await endProcess(pid, 'SIGTERM', 1_000)
    expect(readLiving(file)).toBeNull()
  })

  test('is not believed for another process that got its number', () => {
    const file = path.join(folder, 'record')
    const pid = sleeper()
    writeFileSync(file, JSON.stringify({ pid, identity: 'another boot:1', note: '' }))
    expect(isAlive(pid)).toBe(true)
    expect(readLiving(file)).toBeNull()
  })

  test('goes when its process is gone', async () => {
    writeFileSync(path.join(folder, 'web'), JSON.stringify({ pid: await deadPid(), identity: 'x', note: '' }))
    expect(livingRecords(folder).size).toBe(0)
    expect(existsSync(path.join(folder, 'web'))).toBe(false)
  })

  test('has one identity per process', () => {
    const pid = sleeper()
    expect(identityOf(pid)).toBe(identityOf(pid))
    expect(identityOf(pid)).not.toBe(identityOf(process.ppid))
  })
})

describe('a lock', () => {
  const file = () => path.join(folder, 'lock')

  test('has one holder, who is named to the others', () => {
    expect(tryLock(file(), 'first')).toBeNull()
    expect(tryLock(file(), 'second')).toMatchObject({ pid: process.pid, note: 'first' })
    removeRecord(file())
    expect(tryLock(file())).toBeNull()
  })

  test('is free again when its holder was killed', async () => {
    writeFileSync(file(), JSON.stringify({ pid: await deadPid(), identity: 'x', note: '' }))
    expect(tryLock(file())).toBeNull()
  })

  test('lets one work after the other', async () => {
    let inside = 0
    const work = () =>
      withLock(
        file(),
        () => undefined,
        async () => {
          expect(++inside).toBe(1)
          await delay(5)
          inside--
        },
      )
    await Promise.all([work(), work(), work()])
  })

  test('is given back after a failure', async () => {
    await expect(
      withLock(
        file(),
        () => undefined,
        () => Promise.reject(new Error('no')),
      ),
    ).rejects.toThrow('no')
    expect(existsSync(file())).toBe(false)
  })
})

describe('a data directory', () => {
  test('has one start', async () => {
    await claimDataDirectory(folder, 3000)
    await expect(claimDataDirectory(folder, 3001)).rejects.toThrow(/already runs on .*port 3000/)
    releaseDataDirectory(folder)
    await claimDataDirectory(folder, 3001)
  })

  test('is waited for while the start before is ending', async () => {
    await claimDataDirectory(folder, 3000)
    announceEnd(folder)
    let claimed = false
    const next = claimDataDirectory(folder, 3001).then(() => (claimed = true))
    await delay(120)
    expect(claimed).toBe(false)
    releaseDataDirectory(folder)
    await next
    expect(claimed).toBe(true)
  })

  test('is cleared of what a killed start left running, and of nothing else', async () => {
    const [web, stranger] = [sleeper(), sleeper()]
    recordProcess(folder, 'web', web)
    writeFileSync(
      path.join(folder, 'run/engine'),
      JSON.stringify({ pid: stranger, identity: 'another boot:1', note: '' }),
    )
    await endLeftovers(folder)
    expect([isAlive(web), isAlive(stranger)]).toEqual([false, true])
  })
})

test('a port is free or taken', async () => {
  const { createServer } = await import('node:net')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await isPortFree(port)).toBe(false)
  await new Promise((resolve) => server.close(resolve))
  expect(await isPortFree(port)).toBe(true)
})
