import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseArguments, toArguments } from './arguments.mjs'
import { formatElapsed, Progress } from './progress.mjs'
import { describeFailure, StartError } from './start-error.mjs'
import { isAtLeast, missingTools, parseVersion, TOOLS } from './tools.mjs'

const parse = (argv: string[], environment: Record<string, string> = {}) =>
  parseArguments(argv, environment, '/checkout')

describe('the command line', () => {
  test('has defaults for everything', () => {
    expect(parse([])).toEqual({
      kind: 'start',
      options: {
        ...{ port: 3000, host: '127.0.0.1', dataDir: '/checkout/.ieum', demo: true, kubeconfig: null },
        ...{ only: null, buildOnly: false },
      },
    })
  })

  test('goes before the environment', () => {
    const environment = { IEUM_PORT: '3100', IEUM_DATA_DIR: '/given' }
    expect(parse([], environment)).toMatchObject({ options: { port: 3100, dataDir: '/given' } })
    expect(parse(['--port', '3200', '--data-dir=/other'], environment)).toMatchObject({
      options: { port: 3200, dataDir: '/other' },
    })
  })

  test('means paths from where the person stands, not from the package', () => {
    const environment = { INIT_CWD: '/home/me' }
    expect(parse(['--data-dir', 'data', '--kubeconfig', 'k.yaml'], environment)).toMatchObject({
      options: { dataDir: '/home/me/data', kubeconfig: '/home/me/k.yaml' },
    })
  })

  test('makes no demonstration on a cluster of one’s own', () => {
    expect(parse(['--kubeconfig', 'k.yaml'])).toMatchObject({ options: { demo: false } })
    expect(parse(['--no-demo'])).toMatchObject({ options: { demo: false, kubeconfig: null } })
  })

  test.each([
    [['--port', '0'], /--port must be a number/],
    [['--port', '70000'], /--port must be a number/],
    [['--port', '30x'], /--port must be a number/],
    [['--prot', '3000'], /Unknown option '--prot'/],
    [['--port'], /--port/],
    [['start'], /Unexpected argument 'start'/],
    [['--only', 'sandbox'], /--only must be console or engine/],
    [['--host', 'console.example.com'], /--host must be an IP address/],
    [['--only', 'engine', '--kubeconfig', 'k.yaml'], /--kubeconfig goes with a start of everything/],
  ])('says in one line what is wrong with %j', (argv, message) => {
    const parsed = parse(argv)
    expect(parsed).toMatchObject({ kind: 'error', message: expect.stringMatching(message) })
    expect(parsed).toMatchObject({ message: expect.not.stringContaining('\n') })
  })

  test('runs one part without a demonstration', () => {
    expect(parse(['--only', 'console', '--host', '::'])).toMatchObject({
      options: { only: 'console', host: '::', demo: false },
    })
  })

  test.each([
    [['--port', '3200', '--no-demo', '--kubeconfig', path.resolve('/k')]],
    [['--only', 'engine', '--build-only']],
    [['--only', 'console', '--host', '0.0.0.0', '--port', '80']],
  ])('is understood by the process that goes on: %j', (argv) => {
    const parsed = parse(argv)
    if (parsed.kind !== 'start') throw new Error(parsed.kind)
    expect(parse(toArguments(parsed.options))).toEqual(parsed)
  })
})

describe('the tools a machine must have', () => {
  const output: Record<string, string> = {
    git: 'git version 2.39.5 (Apple Git-154)',
    go: 'go version go1.26.8 linux/amd64',
  }
  const machine = (change: Record<string, string | null>) => (command: readonly string[]) =>
    ({ ...output, [process.execPath]: 'v20.20.2', ...change })[command[0] ?? ''] ?? null

  test('are read from what they print', () => {
    expect(parseVersion('go version go1.26.8 linux/amd64')).toEqual([1, 26])
    expect(parseVersion('v24.21.0')).toEqual([24, 21])
    expect(parseVersion('nothing')).toBeNull()
  })

  test('are compared by number', () => {
    expect(isAtLeast([1, 26], [1, 26])).toBe(true)
    expect(isAtLeast([2, 0], [1, 26])).toBe(true)
    expect(isAtLeast([1, 9], [1, 26])).toBe(false)
  })

  test('are all there on a good machine', () => {
    expect(missingTools(TOOLS, machine({}))).toEqual([])
  })

  test('are named with what is needed and how to get it', () => {
    expect(missingTools(TOOLS, machine({ go: null }))).toEqual([
      expect.stringMatching(/^Go 1\.26 or newer is needed and was not found\. Get it from https:\/\/go\.dev\/dl/),
    ])
    expect(
      missingTools(TOOLS, machine({ go: 'go version go1.22.2 linux/amd64', [process.execPath]: 'v18.19.0' })),
    ).toEqual([
      expect.stringMatching(/^Node\.js 20\.0 or newer is needed; this is 18\.19\./),
      expect.stringMatching(/^Go 1\.26 or newer is needed; this is 1\.22\./),
    ])
  })
})

describe('what a failed start says', () => {
  test('is the line and the advice, without a stack', () => {
    expect(describeFailure(new StartError('Port 1 is taken.', 'Choose another one.'))).toBe(
      'Port 1 is taken.\nChoose another one.',
    )
  })

  test.each([
    new StartError('initdb failed: could not write: No space left on device'),
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
    new StartError('sandbox ends at once:\n  sandbox: the disk of /data is full: 25 MiB are free'),
    new StartError('npm failed', '', { cause: new Error('ENOSPC') }),
  ])('is one line when the disk is full: %s', (error) => {
    const words = describeFailure(error)
    expect(words).toMatch(/^The disk is full \(.*\)\. Free some space/)
    expect(words).not.toContain('\n')
  })

  test('is the stack of a defect', () => {
    expect(describeFailure(new TypeError('x'))).toContain('bootstrap.test.ts')
  })
})

describe('the progress of a start', () => {
  function capture(isTTY: boolean) {
    let now = 0
    const written: string[] = []
    const progress = new Progress({ isTTY, columns: 60, write: (text: string) => written.push(text) }, () => now)
    return { progress, text: () => written.join(''), pass: (ms: number) => (now += ms) }
  }

  test('is plain lines where nobody watches', () => {
    const { progress, text, pass } = capture(false)
    const step = progress.step('Build the console')
    pass(61_000)
    step.done()
    expect(text()).toBe(`  … Build the console\n  ✓ ${'Build the console'.padEnd(30)}    1:01\n`)
  })

  test('is one living line on a terminal, with everything that is under way', () => {
    const { progress, text } = capture(true)
    const first = progress.step('one')
    progress.step('two').update('3 of 4')
    first.done()
    expect(text()).not.toContain('… one')
    const last = text().split('\r').at(-1)
    expect(last).toContain('two')
    expect(last).not.toContain('one')
    progress.stop()
  })

  test('never writes beyond the edge of the terminal', () => {
    const { progress, text } = capture(true)
    progress.step('x'.repeat(200))
    for (const line of text().split('\r')) expect(line.replaceAll('\u001b[2K', '').length).toBeLessThan(60)
    progress.stop()
  })

  test('marks a step that failed, and passes the failure on', async () => {
    const { progress, text } = capture(false)
    await expect(progress.run('Build', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(text()).toContain('✗ Build')
  })

  test('counts in the unit a person would use', () => {
    expect([400, 9_949, 10_000, 59_400, 60_000, 187_000].map(formatElapsed)).toEqual([
      '0.4 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1:00',
      '3:07',
    ])
  })
})
