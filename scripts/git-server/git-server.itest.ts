import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type GitFault, startFaultyGitServer } from './faults.ts'
import { addCommits, commitOf, createRepository } from './history.ts'
import { ensureSampleRepositories, sampleNames } from './samples.ts'
import { type GitServer, startGitServer } from './server.ts'

const run = promisify(execFile)

let root: string
let server: GitServer

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'git-server-'))
  await createRepository(path.join(root, 'app.git'), [
    { branch: 'main', message: 'first', files: { 'a.txt': 'one\n' }, tag: 'v1' },
    { branch: 'main', message: 'second', files: { 'a.txt': 'two\n', 'dir/b.txt': 'b\n' } },
    { branch: 'next', from: 'main', message: 'third', files: { 'a.txt': 'three\n' } },
  ])
  server = await startGitServer({ root })
})
afterEach(async () => {
  await server.close()
  rmSync(root, { recursive: true, force: true })
})

const git = async (...args: string[]) => {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost']
  const { stdout } = await run('git', [...identity, ...args], {
    cwd: root,
    timeout: 20_000,
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
  })
  return stdout.trim()
}

/** Status of a request as a program without Git would send it. */
const status = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<number | undefined>((resolve, reject) => {
    httpRequest(url, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .once('error', reject)
      .end()
  })

describe('the Git server', () => {
  test.each(['0', '2'])('lists branches and tags with protocol version %s', async (version) => {
    const refs = await git('-c', `protocol.version=${version}`, 'ls-remote', server.url('app'))
    expect(refs.split('\n').map((line) => line.split('\t')[1])).toEqual([
      ...['HEAD', 'refs/heads/main', 'refs/heads/next', 'refs/tags/v1', 'refs/tags/v1^{}'],
    ])
  })

  test('gives one commit by its id, shallow, as the engine asks for it', async () => {
    const commit = await commitOf(path.join(root, 'app.git'), 'v1')
    await git('init', '--quiet', 'fetched')
    await git('-C', 'fetched', 'fetch', '--quiet', '--depth=1', server.url('app'), commit)
    expect(await git('-C', 'fetched', 'show', 'FETCH_HEAD:a.txt')).toBe('one')
  })

  test('takes a push, which the next clone has', async () => {
    await git('clone', '--quiet', server.url('app'), 'work')
    writeFileSync(path.join(root, 'work/large.txt'), 'a line that packs well\n'.repeat(200_000))
    await git('-C', 'work', 'add', '.')
    await git('-C', 'work', 'commit', '--quiet', '-m', 'pushed')
    await git('-C', 'work', 'push', '--quiet', 'origin', 'main')
    await git('clone', '--quiet', server.url('app'), 'again')
    expect(readFileSync(path.join(root, 'again/large.txt'))).toHaveLength(23 * 200_000)
  })

  test('shows commits that were added beside it', async () => {
    await addCommits(path.join(root, 'app.git'), [{ branch: 'main', message: 'fourth', files: { 'a.txt': 'four\n' } }])
    await git('clone', '--quiet', server.url('app'), 'work')
    expect(readFileSync(path.join(root, 'work/a.txt'), 'utf8')).toBe('four\n')
    expect(await git('-C', 'work', 'rev-list', '--count', 'HEAD')).toBe('3')
  })

  test.each([
    ['a repository that does not exist', '/missing.git/info/refs?service=git-upload-pack'],
    ['a file of a repository', '/app.git/config'],
    ['a service that is none', '/app.git/info/refs?service=git-upload-archive'],
    ['the protocol of plain files', '/app.git/info/refs'],
    ['a way out of the folder', '/..%2f..%2fetc.git/info/refs?service=git-upload-pack'],
  ])('knows nothing of %s', async (_, address) => {
    expect(await status(`http://127.0.0.1:${server.port}${address}`)).toBe(404)
  })

  test('takes no push from a web page', async () => {
    const url = `${server.url('app')}/git-receive-pack`
    expect(await status(url, { 'content-type': 'text/plain' }, 'POST')).toBe(403)
    expect(
      await status(url, { 'content-type': 'application/x-git-receive-pack-request', host: 'evil.example' }, 'POST'),
    ).toBe(403)
  })

  test('says where its port is taken', async () => {
    await expect(startGitServer({ root, port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('lets go of a client that waits when it is closed', async () => {
    const hanging = await startFaultyGitServer({ root }, { kind: 'hang' })
    const answer = git('ls-remote', hanging.url('app')).then(
      () => 'answered',
      () => 'ended',
    )
    await hanging.close()
    expect(await answer).toBe('ended')
  })
})

describe('a Git server with a fault', () => {
  async function withFault<T>(fault: GitFault, work: (faulty: GitServer) => Promise<T>): Promise<T> {
    const faulty = await startFaultyGitServer({ root }, fault)
    try {
      return await work(faulty)
    } finally {
      await faulty.close()
    }
  }

  test('asks for name and password', () =>
    withFault({ kind: 'basic-auth', username: 'u', password: 'p' }, async (faulty) => {
      await expect(git('ls-remote', faulty.url('app'))).rejects.toThrow(/could not read Username|Authentication failed/)
      const url = new URL(faulty.url('app'))
      url.username = 'u'
      url.password = 'p'
      expect(await git('ls-remote', url.toString(), 'HEAD')).toContain('HEAD')
    }))

  test('redirects', () =>
    withFault({ kind: 'redirect', to: `http://127.0.0.1:${server.port}` }, async (faulty) => {
      await expect(git('-c', 'http.followRedirects=false', 'ls-remote', faulty.url('app'))).rejects.toThrow(
        /302|redirect/,
      )
      expect(await git('ls-remote', faulty.url('app'), 'HEAD')).toContain('HEAD')
    }))

  test('answers as something that is no Git server', () =>
    withFault({ kind: 'status', status: 404, body: '<html></html>' }, async (faulty) => {
      await expect(git('ls-remote', faulty.url('app'))).rejects.toThrow(/not valid|not found|info\/refs/)
    }))

  test('drips without end', () =>
    withFault({ kind: 'drip', everyMs: 5 }, async (faulty) => {
      const answer = await fetch(`${faulty.url('app')}/info/refs?service=git-upload-pack`)
      const reader = answer.body?.getReader()
      expect((await reader?.read())?.value).toHaveLength(1)
      await reader?.cancel()
    }))
})

describe('the sample repositories', () => {
  test('have the same commits on every machine, and two branches and a tag to choose from', async () => {
    const [first, second] = [path.join(root, 'one'), path.join(root, 'two')]
    await ensureSampleRepositories(first)
    await ensureSampleRepositories(second)
    for (const name of sampleNames()) {
      const refs = await Promise.all(
        [first, second].map((folder) => git('--git-dir', path.join(folder, `${name}.git`), 'show-ref')),
      )
      expect(refs[0]).toBe(refs[1])
      expect(refs[0]).toMatch(/refs\/heads\/develop[\s\S]*refs\/heads\/main[\s\S]*refs\/tags\/v1\.0\.0/)
    }
  })

  test('keep what people pushed', async () => {
    await ensureSampleRepositories(root)
    const repository = path.join(root, 'demo-podcasts.git')
    await addCommits(repository, [{ branch: 'main', message: 'mine', files: { 'a.txt': 'a' } }])
    const mine = await commitOf(repository, 'main')
    await ensureSampleRepositories(root)
    expect(await commitOf(repository, 'main')).toBe(mine)
  })
})
