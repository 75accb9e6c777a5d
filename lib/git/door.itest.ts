import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGitDoor, type GitDoorOptions } from './door.ts'
import { startGitServer, type GitHttpServer } from './testing/git-http.ts'
import { TestRepository } from './testing/repository.ts'
import type { GitDoor, GitRemote } from './types.ts'

let root: string
let server: GitHttpServer
let repository: TestRepository
let door: GitDoor

const makeDoor = (options: Partial<GitDoorOptions> = {}): GitDoor =>
  createGitDoor({ cacheDir: join(root, 'cache'), allowedPrivateHosts: async () => [server.host], ...options })

const remote = (name = 'shop.git', credential: GitRemote['credential'] = null): GitRemote => ({
  url: server.url(name),
  credential,
})
const revision = async (name: string, from = remote()) => door.resolve(from, name)
const failure = (reason: string, code = 'UPSTREAM') => expect.objectContaining({ name: 'AppError', code, reason })

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'git-door-'))
  server = await startGitServer(root)
  repository = new TestRepository(root, 'shop.git')
  door = makeDoor()
})
afterEach(async () => {
  await server.close()
  await rm(root, { recursive: true, force: true })
})

/** Pids of processes whose command line or environment mentions this test's server or folder. */
function leftovers(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(server.host)
      } catch {
        return false
      }
    })
}

async function noLeftovers(): Promise<void> {
  while (leftovers().length > 0) await new Promise((resolve) => setImmediate(resolve))
}

describe('reading refs', () => {
  it('lists branches and tags with their commits', async () => {
    const first = repository.commit({ 'a.yaml': 'a' })
    repository.annotatedTag('v1.0.0', first)
    const second = repository.commit({ 'a.yaml': 'b' })
    repository.setRef('refs/pull/7/head', first)
    expect(await door.listRefs(remote())).toEqual({
      defaultBranch: 'main',
      head: second,
      branches: [{ name: 'main', commit: second }],
      tags: [{ name: 'v1.0.0', commit: first }],
    })
  })

  it('resolves names, constraints and unlisted refs, and asks nobody about a full id', async () => {
    const first = repository.commit({ 'a.yaml': 'a' })
    repository.annotatedTag('v1.2.0', first)
    repository.setRef('refs/pull/7/head', first)
    const second = repository.commit({ 'a.yaml': 'b' })
    expect(await revision('')).toMatchObject({ kind: 'head', commit: second })
    expect(await revision('1.x')).toMatchObject({ kind: 'semver', ref: 'refs/tags/v1.2.0', commit: first })
    expect(await revision('refs/pull/7/head')).toMatchObject({ ref: 'refs/pull/7/head', commit: first })
    const asked = server.requests.length
    expect(await revision(first)).toMatchObject({ kind: 'commit', commit: first })
    expect(server.requests.length).toBe(asked)
  })

  it('does not find a branch or a ref that is missing', async () => {
    repository.commit({ 'a.yaml': 'a' })
    await expect(revision('gone')).rejects.toEqual(failure('revision_not_found'))
    await expect(revision('refs/pull/9/head')).rejects.toEqual(failure('revision_not_found'))
  })

  it('says that a repository is empty', async () => {
    await expect(door.listRefs(remote())).rejects.toEqual(failure('git_empty_repository'))
  })
})

describe('fetching', () => {
  it('tells who made the commit, and fetches a commit once', async () => {
    const id = repository.commit({ 'a.yaml': 'a' }, { message: 'Open the shop\u0007\n\nAt last.' })
    const target = await revision('main')
    expect(await door.fetch(remote(), target)).toEqual({
      id,
      subject: 'Open the shop ',
      author: 'Ada Lovelace',
      at: '2023-11-14T22:13:20+00:00',
    })
    const asked = server.requests.length
    await door.fetch(remote(), target)
    await makeDoor().fetch(remote(), target)
    expect(server.requests.length).toBe(asked)
  })

  it('follows a force push and still has the commit it fetched before', async () => {
    const before = repository.commit({ 'a.yaml': 'before' })
    await door.fetch(remote(), await revision('main'))
    const after = repository.commit({ 'a.yaml': 'after' }, { orphan: true })
    repository.git('reflog', 'expire', '--expire=now', '--all')
    repository.git('gc', '--quiet', '--prune=now')
    await door.fetch(remote(), await revision('main'))
    const read = (commit: string) => door.withTree(remote(), commit, (dir) => readFile(join(dir, 'a.yaml'), 'utf8'))
    expect(await read(after)).toBe('after')
    expect(await read(before)).toBe('before')
  })

  it('says that a commit is gone when it vanished between resolving and fetching', async () => {
    repository.commit({ 'a.yaml': 'before' })
    const target = await revision('main')
    repository.commit({ 'a.yaml': 'after' }, { orphan: true })
    repository.git('reflog', 'expire', '--expire=now', '--all')
    repository.git('gc', '--quiet', '--prune=now')
    await expect(door.fetch(remote(), target)).rejects.toEqual(failure('revision_not_found'))
  })

  it('fetches the ref where a server hands out only what refs point at', async () => {
    const old = repository.commit({ 'a.yaml': 'a' })
    const id = repository.commit({ 'a.yaml': 'b' })
    server.setMode({ kind: 'tips-only' })
    expect(await door.fetch(remote(), await revision('main'))).toMatchObject({ id })
    await expect(door.fetch(remote(), await revision(old))).rejects.toEqual(failure('revision_not_found'))
  })

  it('treats a branch called like an option as a name', async () => {
    const id = repository.commit({ 'a.yaml': 'a' })
    const name = `--upload-pack=touch ${join(root, 'PWN')}`.replaceAll(' ', '$IFS')
    repository.setRef(`refs/heads/${name}`, id)
    server.setMode({ kind: 'tips-only' })
    expect(await door.fetch(remote(), await revision(name))).toMatchObject({ id })
    expect(await door.listRefs(remote())).toMatchObject({ branches: [{ name }, { name: 'main' }] })
    expect(existsSync(join(root, 'PWN'))).toBe(false)
  })

  it('goes on after a fetch that was killed half-way and left its locks', async () => {
    repository.commit({ 'a.yaml': 'a' })
    await door.fetch(remote(), await revision('main'))
    const [cache] = await readdir(join(root, 'cache', 'repositories'))
    const inCache = (...path: string[]) => join(root, 'cache', 'repositories', cache ?? '', ...path)
    await writeFile(inCache('shallow.lock'), '')
    await writeFile(inCache('objects', 'pack', 'tmp_pack_x'), 'half')
    const id = repository.commit({ 'a.yaml': 'b' })
    expect(await makeDoor().fetch(remote(), await revision('main'))).toMatchObject({ id })
    expect(await readdir(inCache('objects', 'pack'))).not.toContain('tmp_pack_x')
  })

  it('makes a damaged cache anew', async () => {
    repository.commit({ 'a.yaml': 'a' })
    const target = await revision('main')
    await door.fetch(remote(), target)
    const [cache = ''] = await readdir(join(root, 'cache', 'repositories'))
    const packs = join(root, 'cache', 'repositories', cache, 'objects', 'pack')
    for (const name of await readdir(packs))
      await writeFile(join(packs, name), 'garbage', { mode: 0o600 }).catch(() => rm(join(packs, name)))
    expect(await door.withTree(remote(), target.commit, (dir) => readdir(dir))).toEqual(['a.yaml'])
    await makeDoor().fetch(remote(), target)
  })

  it('makes a cache that has grown anew', async () => {
    door = makeDoor({ limits: { maxPacks: 3 } })
    for (let round = 0; round < 5; round++) {
      repository.commit({ 'a.yaml': String(round) })
      await door.fetch(remote(), await revision('main'))
    }
    const [cache = ''] = await readdir(join(root, 'cache', 'repositories'))
    const packs = (await readdir(join(root, 'cache', 'repositories', cache, 'objects', 'pack'))).filter((name) =>
      name.endsWith('.pack'),
    )
    expect(packs.length).toBeLessThanOrEqual(3)
  })

  it('ends a server that sends more than a pack may have', async () => {
    const noise = Buffer.from(Array.from({ length: 300_000 }, () => Math.floor(Math.random() * 256)))
    repository.commit({ 'noise.bin': noise })
    door = makeDoor({ limits: { maxPackBytes: 100_000 } })
    await expect(door.fetch(remote(), await revision('main'))).rejects.toEqual(failure('tree_too_large'))
    await noLeftovers()
  })

  it('serves many callers of one repository at once', async () => {
    const ids = Array.from({ length: 6 }, (_, index) =>
      repository.commit({ 'a.yaml': String(index) }, { branch: `b${index}` }),
    )
    const contents = await Promise.all(
      ids.map((id) => door.withTree(remote(), id, (dir) => readFile(join(dir, 'a.yaml'), 'utf8'))),
    )
    expect(contents).toEqual(['0', '1', '2', '3', '4', '5'])
  })
})

describe('trees', () => {
  it('writes plain files, and leaves out links and submodules', async () => {
    const commit = repository.commit({
      'app/deploy.yaml': 'kind: Deployment\n',
      'app/데이터.yaml': '값',
      'app/--help.yaml': 'x',
      'passwd.yaml': { link: '/etc/passwd' },
      up: { link: '..' },
      module: { submodule: '1'.repeat(40) },
      'big.bin': Buffer.alloc(6 * 1024 * 1024),
      empty: '',
      '.gitattributes': '* text eol=crlf\n*.yaml filter=evil\n',
    })
    await door.withTree(remote(), commit, async (dir, skipped) => {
      expect((await readdir(dir, { recursive: true })).sort()).toEqual([
        '.gitattributes',
        'app',
        'app/--help.yaml',
        'app/deploy.yaml',
        'app/데이터.yaml',
        'empty',
      ])
      expect(await readFile(join(dir, 'app/deploy.yaml'), 'utf8')).toBe('kind: Deployment\n')
      expect((await lstat(join(dir, 'app/deploy.yaml'))).mode & 0o777).toBe(0o600)
      expect((await stat(join(dir, '..'))).mode & 0o777).toBe(0o700)
      expect(skipped.map(({ path, why }) => `${path} ${why}`).sort()).toEqual([
        'big.bin too_large',
        'module submodule',
        'passwd.yaml link',
        'up link',
      ])
    })
  })

  it('shares the folder among callers of one commit and removes it after the last, also when one fails', async () => {
    const commit = repository.commit({ 'a.yaml': 'a' })
    const dirs = new Set<string>()
    const use = (fail: boolean) =>
      door.withTree(remote(), commit, async (dir) => {
        dirs.add(dir)
        if (fail) throw new Error('broken')
        return readFile(join(dir, 'a.yaml'), 'utf8')
      })
    const results = await Promise.allSettled([use(false), use(true), use(false)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(dirs.size).toBe(1)
    expect(await readdir(join(root, 'cache', 'work'))).toEqual([])
  })

  it('sweeps the folders of processes that are gone', async () => {
    const gone = spawnSync('true').pid
    await mkdir(join(root, 'cache', 'work', `${gone}-abc`, 'tree'), { recursive: true })
    repository.commit({ 'a.yaml': 'a' })
    await door.listRefs(remote())
    expect(await readdir(join(root, 'cache', 'work'))).toEqual([])
  })

  it('stops at a tree that stands for more files than it has objects, before anything is written', async () => {
    const tree = (entries: string) => repository.git('mktree', '-z', { input: Buffer.from(entries) })
    const blob = repository.git('hash-object', '-w', '--stdin', { input: Buffer.from('a: 1\n') })
    const names = Array.from({ length: 10 }, (_, index) => `n${index}`)
    let current = tree(names.map((name) => `100644 blob ${blob}\t${name}.yaml\0`).join(''))
    for (let level = 0; level < 4; level++)
      current = tree(names.map((name) => `040000 tree ${current}\t${name}\0`).join(''))
    const commit = repository.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit-tree', '-m', 'bomb', current)
    repository.setRef('refs/heads/main', commit)
    await expect(door.withTree(remote(), commit, () => Promise.reject(new Error('written')))).rejects.toEqual(
      failure('tree_too_large'),
    )
    expect(await readdir(join(root, 'cache', 'work'))).toEqual([])
  })

  it.each([
    ['a manifest above the cap', { 'a.yaml': Buffer.alloc(2000, 'a') }, { maxFileBytes: 1000 }],
    ['too many bytes', { 'a.txt': 'a'.repeat(900), 'b.txt': 'b'.repeat(900) }, { maxTreeBytes: 1000 }],
    ['folders too deep', { 'a/b/c/d.yaml': 'x' }, { maxDepth: 2 }],
  ])('refuses %s', async (_, files, limits) => {
    const commit = repository.commit(files)
    await expect(makeDoor({ limits }).withTree(remote(), commit, async () => undefined)).rejects.toEqual(
      failure('tree_too_large'),
    )
  })

  it('reads a tree in several calls where it does not fit into one', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [`${index}.txt`, String(index).repeat(4 * 1024 * 1024)]),
    )
    const commit = repository.commit(files)
    const sizes = await door.withTree(remote(), commit, async (dir) =>
      Promise.all(Object.keys(files).map(async (name) => (await stat(join(dir, name))).size)),
    )
    expect(sizes).toEqual(Array(5).fill(4 * 1024 * 1024))
  })

  it('never hands anything but a commit id to Git', async () => {
    await expect(door.withTree(remote(), '--output=x', async () => undefined)).rejects.toEqual(
      failure('revision_not_found', 'VALIDATION'),
    )
    await expect(door.listFolder(remote(), 'HEAD', '.')).rejects.toEqual(failure('revision_not_found', 'VALIDATION'))
  })
})

describe('folders', () => {
  it('lists one level and marks what each folder holds', async () => {
    const commit = repository.commit({
      'README.md': 'x',
      'base/deploy.yaml': 'x',
      'overlay/kustomization.yaml': 'x',
      'overlay/patch.yaml': 'x',
      'chart/Chart.yaml': 'x',
      'chart/templates/a.yaml': 'x',
      'docs/a.md': 'x',
      link: { link: 'base' },
      '가게 앱/a.json': '{}',
    })
    expect(await door.listFolder(remote(), commit, '.')).toEqual([
      { name: 'base', path: 'base', type: 'folder', kind: 'directory' },
      { name: 'chart', path: 'chart', type: 'folder', kind: 'helm' },
      { name: 'docs', path: 'docs', type: 'folder', kind: null },
      { name: 'overlay', path: 'overlay', type: 'folder', kind: 'kustomize' },
      { name: '가게 앱', path: '가게 앱', type: 'folder', kind: 'directory' },
      { name: 'README.md', path: 'README.md', type: 'file', kind: null },
    ])
    expect(await door.listFolder(remote(), commit, './chart/')).toEqual([
      { name: 'templates', path: 'chart/templates', type: 'folder', kind: 'directory' },
      { name: 'Chart.yaml', path: 'chart/Chart.yaml', type: 'file', kind: null },
    ])
  })

  it.each(['missing', 'README.md', '../x', '/etc', 'base/*'])('does not find %j', async (path) => {
    const commit = repository.commit({ 'README.md': 'x', 'base/a.yaml': 'x' })
    await expect(door.listFolder(remote(), commit, path)).rejects.toEqual(failure('path_not_found'))
  })
})

describe('servers that are in the way', () => {
  const limits = { listMs: 700, fetchMs: 700 }

  it('signs in with the credential, which is in no command line', async () => {
    const id = repository.commit({ 'a.yaml': 'a' })
    server.setMode({ kind: 'auth', username: 'ada', password: 'CANARY-s3cret' })
    const seen: string[] = []
    const spy = setInterval(() => {
      for (const pid of leftovers()) seen.push(commandLine(pid))
    }, 1)
    const signedIn = remote('shop.git', { username: 'ada', secret: 'CANARY-s3cret' })
    await door.fetch(signedIn, await door.resolve(signedIn, 'main'))
    clearInterval(spy)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.join('\n')).not.toContain('CANARY')
    expect(await door.withTree(signedIn, id, (dir) => readdir(dir))).toEqual(['a.yaml'])
  })

  it('does not read with a wrong password what was fetched with the right one', async () => {
    const id = repository.commit({ 'a.yaml': 'a' })
    server.setMode({ kind: 'auth', username: 'ada', password: 'right' })
    const right = remote('shop.git', { username: 'ada', secret: 'right' })
    await door.fetch(right, await door.resolve(right, 'main'))
    const wrong = remote('shop.git', { username: 'ada', secret: 'wrong' })
    await expect(door.withTree(wrong, id, async () => 'read')).rejects.toEqual(failure('git_auth_failed'))
  })

  it.each([
    ['a wrong password', { username: 'ada', secret: 'CANARY-wrong' }],
    ['no password', null],
  ])('says that %s was refused, without repeating it', async (_, credential) => {
    repository.commit({ 'a.yaml': 'a' })
    server.setMode({ kind: 'auth', username: 'ada', password: 'right' })
    const error: unknown = await door.listRefs(remote('shop.git', credential)).catch((thrown: unknown) => thrown)
    expect(error).toEqual(failure('git_auth_failed'))
    expect(JSON.stringify(error)).not.toContain('CANARY')
  })

  it('ends a server that never answers at the deadline and leaves no process', async () => {
    server.setMode({ kind: 'hang' })
    await expect(makeDoor({ limits }).listRefs(remote())).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noLeftovers()
  })

  it('ends a server that drips bytes at the deadline and leaves no process', async () => {
    server.setMode({ kind: 'drip' })
    await expect(makeDoor({ limits }).listRefs(remote())).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noLeftovers()
  })

  it('goes on with the repository after a fetch that ended at the deadline', async () => {
    const id = repository.commit({ 'a.yaml': 'a' })
    const impatient = makeDoor({ limits })
    const target = await impatient.resolve(remote(), 'main')
    server.setMode({ kind: 'hang' })
    await expect(impatient.fetch(remote(), target)).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noLeftovers()
    server.setMode({ kind: 'serve' })
    expect(await door.fetch(remote(), target)).toMatchObject({ id })
  })

  it('does not follow a redirect', async () => {
    repository.commit({ 'a.yaml': 'a' })
    const canary = await startGitServer(root)
    server.setMode({ kind: 'redirect', to: canary.url('shop.git/info/refs?service=git-upload-pack') })
    await expect(door.listRefs(remote())).rejects.toEqual(failure('git_redirected'))
    expect(canary.connections()).toBe(0)
    await canary.close()
  })

  it('says that a web page is not a repository', async () => {
    server.setMode({ kind: 'notgit' })
    await expect(door.listRefs(remote())).rejects.toEqual(failure('git_not_a_repository'))
  })

  it('says that a repository does not exist', async () => {
    await expect(door.listRefs(remote('nope.git'))).rejects.toEqual(failure('git_not_a_repository'))
  })

  it('shows what a server says without its control characters', async () => {
    server.setMode({ kind: 'error', status: 500, body: '\u001b[2Jgo away' })
    const error: unknown = await door.listRefs(remote()).catch((thrown: unknown) => thrown)
    expect(error).toEqual(failure('git_failed'))
    expect(JSON.stringify(error)).not.toMatch(/\\u001b/)
  })
})

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}

describe('hosts that may not be contacted', () => {
  it('sends nothing to a loopback address that is not on the allow-list', async () => {
    door = makeDoor({ allowedPrivateHosts: async () => [] })
    await expect(door.listRefs(remote())).rejects.toEqual(failure('git_host_not_allowed', 'VALIDATION'))
    const id = '1'.repeat(40)
    await expect(door.fetch(remote(), { requested: id, kind: 'commit', ref: '', commit: id })).rejects.toEqual(
      failure('git_host_not_allowed', 'VALIDATION'),
    )
    expect(await door.test(remote())).toMatchObject({ ok: false, reason: 'git_host_not_allowed' })
    expect(server.connections()).toBe(0)
  })

  it('sends nothing to a name that resolves to a private address', async () => {
    const port = server.host.split(':')[1]
    door = makeDoor({ allowedPrivateHosts: async () => [], resolver: async () => ['127.0.0.1'] })
    const rebound = { url: `https://git.example:${port}/shop.git`, credential: null }
    await expect(door.listRefs(rebound)).rejects.toEqual(failure('git_host_not_allowed', 'VALIDATION'))
    expect(server.connections()).toBe(0)
  })

  it('connects to the address that was checked, whatever the name means to Git', async () => {
    repository.commit({ 'a.yaml': 'a' })
    const port = server.host.split(':')[1]
    door = makeDoor({ allowedPrivateHosts: async () => [`git.invalid:${port}`], resolver: async () => ['127.0.0.1'] })
    const pinned = { url: `http://git.invalid:${port}/shop.git`, credential: null }
    expect(await door.listRefs(pinned)).toMatchObject({ defaultBranch: 'main' })
  })

  it.each(['file:///etc', '/etc', 'ext::sh -c id', '--upload-pack=id'])('refuses %j', async (url) => {
    await expect(door.listRefs({ url, credential: null })).rejects.toEqual(failure('git_url_not_allowed', 'VALIDATION'))
  })
})

describe('the connection test', () => {
  const stepsOf = async (target: GitRemote) => {
    const { ok, steps, reason } = await door.test(target)
    return { ok, reason, steps: steps.map((step) => `${step.step} ${step.ok}`) }
  }

  it('passes step by step and brings the refs', async () => {
    const id = repository.commit({ 'a.yaml': 'a' })
    const result = await door.test(remote())
    expect(result).toMatchObject({ ok: true, reason: null, refs: { head: id } })
    expect(result.steps.map(({ step, ok }) => `${step} ${ok}`)).toEqual([
      'allowed true',
      'resolve true',
      'connect true',
      'repository true',
    ])
    expect(result.ms).toBeGreaterThanOrEqual(Math.max(...result.steps.map(({ ms }) => ms)))
  })

  it('stops at the step that fails', async () => {
    expect(await stepsOf({ url: 'file:///etc', credential: null })).toEqual({
      ok: false,
      reason: 'git_url_not_allowed',
      steps: ['allowed false'],
    })
    door = makeDoor({ resolver: async () => Promise.reject(new Error('ENOTFOUND')) })
    expect(await stepsOf({ url: 'https://nope.example/x', credential: null })).toEqual({
      ok: false,
      reason: 'git_host_not_found',
      steps: ['allowed true', 'resolve false'],
    })
    expect(await stepsOf(remote('nope.git'))).toEqual({
      ok: false,
      reason: 'git_not_a_repository',
      steps: ['allowed true', 'resolve true', 'connect true', 'repository false'],
    })
    await server.close()
    expect(await stepsOf(remote())).toEqual({
      ok: false,
      reason: 'git_connection_refused',
      steps: ['allowed true', 'resolve true', 'connect false'],
    })
    server = await startGitServer(root)
  })

  it('blames the connection when the server does not speak TLS', async () => {
    const allowed = server.host
    door = makeDoor({ allowedPrivateHosts: async () => [allowed] })
    expect(await stepsOf({ url: server.url('shop.git').replace('http:', 'https:'), credential: null })).toMatchObject({
      ok: false,
      reason: 'git_tls_failed',
      steps: ['allowed true', 'resolve true', 'connect false'],
    })
  })
})
