import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isAlive, waitForExit } from '#scripts/bootstrap/processes.mjs'
import { livingRecords } from '#scripts/bootstrap/records.mjs'
import { Progress } from '#scripts/bootstrap/progress.mjs'
import { createTestDatabase } from '#scripts/database/test-database.ts'
import { startDatabase } from './database.ts'
import { startDemoGit } from './demo-git.ts'
import { Supervised, type SupervisedOptions } from './supervised.ts'

let folder: string
let running: Supervised | undefined
const said: string[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'supervised-'))
  said.length = 0
})
afterEach(async () => {
  await running?.stop(1_000)
  running = undefined
  rmSync(folder, { recursive: true, force: true })
})

const file = (name: string) => path.join(folder, name)
const PATH = process.env['PATH'] ?? ''

function supervise(command: readonly string[], options: Partial<SupervisedOptions> = {}): Supervised {
  running = new Supervised({
    name: 'child',
    command,
    env: { PATH },
    dataDir: folder,
    logs: file('logs'),
    isReady: async () => existsSync(file('ready')),
    say: (line) => said.push(line),
    ...options,
  })
  return running
}

/** Writes its process id into `ready`, and goes on until it is ended. */
const STEADY = (ready: string) => ['sh', '-c', `echo $$ > ${ready}.new; mv ${ready}.new ${ready}; exec sleep 300`]

async function pidAfter(previous: number): Promise<number> {
  for (;;) {
    const pid = existsSync(file('ready')) ? Number(readFileSync(file('ready'), 'utf8')) : 0
    if (pid > 0 && pid !== previous) return pid
    await delay(5)
  }
}

describe('a supervised process', () => {
  test('is recorded while it runs, and gone after the end', async () => {
    const child = supervise(STEADY(file('ready')))
    await child.start()
    const pid = await pidAfter(0)
    expect(livingRecords(file('run')).get('child')?.pid).toBe(pid)
    await child.stop(1_000)
    expect(isAlive(pid)).toBe(false)
    expect(livingRecords(file('run')).size).toBe(0)
  })

  test('is started again when it ends by itself, and the person is told', async () => {
    await supervise(STEADY(file('ready'))).start()
    const first = await pidAfter(0)
    process.kill(first, 'SIGKILL')
    expect(await pidAfter(first)).not.toBe(first)
    expect(said.join()).toMatch(/child ended; starting it again in 0\.5 s/)
  })

  test('that never comes up ends the start with its last words', async () => {
    const child = supervise(['sh', '-c', 'echo no such luck; exit 7'])
    await expect(child.start()).rejects.toThrow(/child ends at once:[\s\S]*no such luck/)
  })

  test('that does not listen is killed', async () => {
    const stubborn = `trap '' TERM; echo $$ > ${file('ready')}; while :; do sleep 1; done`
    const child = supervise(['sh', '-c', stubborn])
    await child.start()
    const pid = await pidAfter(0)
    await child.stop(100)
    expect(isAlive(pid)).toBe(false)
  })

  test('can be ended while it is still coming up', async () => {
    const child = supervise(['sleep', '300'], { isReady: async () => false })
    const starting = child.start()
    await child.stop(1_000)
    await expect(starting).resolves.toBeUndefined()
  })

  test('gives its lines to who wants them', async () => {
    const lines: string[] = []
    const child = supervise(['sh', '-c', 'echo one; echo two; exec sleep 300'], {
      isReady: async () => lines.length === 2,
      onLine: (line) => lines.push(line),
    })
    await child.start()
    expect(lines).toEqual(['one', 'two'])
  })
})

test('a process with the parent guard ends in order when its supervisor was killed', async () => {
  const guard = path.join(import.meta.dirname, 'parent-guard.ts')
  const script = `require('fs').writeFileSync(${JSON.stringify(file('ready'))}, String(process.pid));
    process.on('SIGTERM', () => { require('fs').writeFileSync(${JSON.stringify(file('orderly'))}, ''); process.exit() });
    setInterval(() => undefined, 1000)`
  const supervisor = `require('child_process').spawn(process.execPath, ['--import', ${JSON.stringify(guard)}, '-e', ${JSON.stringify(script)}],
    { stdio: ['pipe', 'ignore', 'inherit'], detached: true }); setInterval(() => undefined, 1000)`
  const parent = spawn(process.execPath, ['-e', supervisor], { stdio: 'inherit' })
  const pid = await pidAfter(0)
  parent.kill('SIGKILL')
  expect(await waitForExit(pid, 10_000)).toBe(true)
  expect(existsSync(file('orderly'))).toBe(true)
})

describe('the database of a start', () => {
  const progress = new Progress({ write: () => true })

  test('is the given one, brought up to date and left running', async () => {
    const given = await createTestDatabase({ empty: true })
    const database = await startDatabase(given.url, file('postgres'), progress)
    expect(database.url).toBe(given.url)
    await database.stop()
    await startDatabase(given.url, file('postgres'), progress)
    expect(existsSync(file('postgres'))).toBe(false)
    await given.drop()
  })

  test.each([
    ['nothing listens', 'postgresql://u:p@127.0.0.1:1/x', /cannot be used: .*ECONNREFUSED/],
    ['the host does not exist', 'postgresql://u:p@nowhere.invalid/x', /cannot be used: .*(ENOTFOUND|EAI_AGAIN)/],
  ])('is refused in one line when %s', async (_, url, words) => {
    await expect(startDatabase(url, file('postgres'), progress)).rejects.toThrow(words)
  })
})

describe('the Git server of the demonstration', () => {
  test('keeps its address over a restart', async () => {
    const first = await startDemoGit(file('git'), (line) => said.push(line))
    await first.server.close()
    const second = await startDemoGit(file('git'), (line) => said.push(line))
    expect(second.sampleRepositoryUrl).toBe(first.sampleRepositoryUrl)
    expect(first.sampleRepositoryUrl).toBe(`http://${first.host}/demo-podcasts.git`)
    await second.server.close()
    expect(said).toEqual([])
  })

  test('takes another port when its own is taken, and says what that means', async () => {
    const first = await startDemoGit(file('git'), (line) => said.push(line))
    const second = await startDemoGit(file('git'), (line) => said.push(line))
    expect(second.host).not.toBe(first.host)
    expect(said.join()).toMatch(/must be imported anew/)
    await Promise.all([first.server.close(), second.server.close()])
  })

  test('starts on a free port when what it kept is no port', async () => {
    const first = await startDemoGit(file('git'), () => undefined)
    await first.server.close()
    writeFileSync(file('git/port'), 'nonsense')
    const second = await startDemoGit(file('git'), () => undefined)
    expect(second.server.port).toBeGreaterThan(0)
    await second.server.close()
  })
})
