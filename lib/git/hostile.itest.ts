import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { createGitRunner } from './command.ts'
import { commandLines, failure, noProcessFor, password, remoteAt, useGitFixture } from './testing/fixture.ts'
import { startGitServer } from './testing/git-http.ts'
import { parseGitUrl } from './url.ts'

const git = useGitFixture()

describe('servers that are in the way', () => {
  const limits = { listMs: 700, fetchMs: 700 }

  it('G15: signs in with the credential, which is in no command line', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    git.server.setMode({ kind: 'auth', username: 'ada', password: 'CANARY-s3cret' })
    const seen: string[] = []
    const spy = setInterval(() => {
      seen.push(...commandLines(git.server.host))
    }, 1)
    const signedIn = git.remote('shop.git', password('ada', 'CANARY-s3cret'))
    await git.door.fetch(signedIn, await git.door.resolve(signedIn, 'main'))
    clearInterval(spy)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.join('\n')).not.toContain('CANARY')
    expect(await git.door.withTree(signedIn, id, (dir) => readdir(dir))).toEqual(['a.yaml'])
  })

  it('G14: does not read with a wrong password what was fetched with the right one', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    git.server.setMode({ kind: 'auth', username: 'ada', password: 'right' })
    const right = git.remote('shop.git', password('ada', 'right'))
    await git.door.fetch(right, await git.door.resolve(right, 'main'))
    const wrong = git.remote('shop.git', password('ada', 'wrong'))
    await expect(git.door.withTree(wrong, id, async () => 'read')).rejects.toEqual(failure('git_auth_failed'))
  })

  it.each([
    ['a wrong password', password('ada', 'CANARY-wrong')],
    ['no password', null],
  ])('F14: says that %s was refused, without repeating it', async (_, credential) => {
    git.repository.commit({ 'a.yaml': 'a' })
    git.server.setMode({ kind: 'auth', username: 'ada', password: 'right' })
    const error: unknown = await git.door
      .listRefs(git.remote('shop.git', credential))
      .catch((thrown: unknown) => thrown)
    expect(error).toEqual(failure('git_auth_failed'))
    expect(JSON.stringify(error)).not.toContain('CANARY')
  })

  it('G12: ends a server that never answers at the deadline and leaves no process', async () => {
    git.server.setMode({ kind: 'hang' })
    await expect(git.makeDoor({ limits }).listRefs(git.remote())).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noProcessFor(git.server.host)
  })

  it('G13: ends a server that drips bytes at the deadline and leaves no process', async () => {
    git.server.setMode({ kind: 'drip' })
    await expect(git.makeDoor({ limits }).listRefs(git.remote())).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noProcessFor(git.server.host)
  })

  it('goes on with the repository after a fetch that ended at the deadline', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    const impatient = git.makeDoor({ limits })
    const target = await git.door.resolve(git.remote(), 'main')
    git.server.setMode({ kind: 'hang' })
    await expect(impatient.fetch(git.remote(), target)).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noProcessFor(git.server.host)
    git.server.setMode({ kind: 'serve' })
    expect(await git.door.fetch(git.remote(), target)).toMatchObject({ id })
  })

  it('F14: lets other repositories go on while one server hangs', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    const hanging = await startGitServer(git.root, { kind: 'hang' })
    const door = git.makeDoor({
      allowedPrivateHosts: async () => [git.server.host, hanging.host],
      limits: { listMs: 5000 },
    })
    const stuck = Array.from({ length: 40 }, () =>
      door.listRefs(remoteAt(hanging.url('shop.git'))).catch(() => 'ended'),
    )
    expect(await door.listRefs(git.remote())).toMatchObject({ head: id })
    expect(await Promise.race([Promise.all(stuck), Promise.resolve('still hanging')])).toBe('still hanging')
    await hanging.close()
    await Promise.all(stuck)
  })

  it('G8: does not follow a redirect', async () => {
    git.repository.commit({ 'a.yaml': 'a' })
    const canary = await startGitServer(git.root)
    git.server.setMode({ kind: 'redirect', to: canary.url('shop.git/info/refs?service=git-upload-pack') })
    await expect(git.door.listRefs(git.remote())).rejects.toEqual(failure('git_redirected'))
    expect(canary.connections()).toBe(0)
    await canary.close()
  })

  it('says that a web page is not a repository', async () => {
    git.server.setMode({ kind: 'notgit' })
    await expect(git.door.listRefs(git.remote())).rejects.toEqual(failure('git_not_a_repository'))
  })

  it('F14: says that a repository does not exist', async () => {
    await expect(git.door.listRefs(git.remote('nope.git'))).rejects.toEqual(failure('git_repository_not_found'))
  })

  it('F14: says that the host takes no more requests now', async () => {
    git.server.setMode({ kind: 'error', status: 429, body: 'slow down' })
    await expect(git.door.listRefs(git.remote())).rejects.toEqual(failure('git_rate_limited'))
  })

  it('F14: says that nobody listens', async () => {
    const closed = await startGitServer(git.root)
    git.door = git.makeDoor({ allowedPrivateHosts: async () => [closed.host] })
    await closed.close()
    await expect(git.door.listRefs(remoteAt(closed.url('shop.git')))).rejects.toEqual(failure('git_connection_refused'))
  })

  it('G16: shows what a server says without its control characters, its length and our secret', async () => {
    git.server.setMode({
      kind: 'error',
      status: 500,
      body: '\u001b[2J\u001b]0;title\u0007CANARY-s3cret \u202eevil\n'.repeat(1000),
    })
    const error: unknown = await git.door
      .listRefs(git.remote('shop.git', password('ada', 'CANARY-s3cret')))
      .catch((thrown: unknown) => thrown)
    expect(error).toEqual(failure('git_failed'))
    expect(JSON.stringify(error)).not.toMatch(/\\u001b|\\u0007|\u202e|CANARY/)
    expect(Buffer.byteLength(JSON.stringify(error))).toBeLessThan(5000)
  })
})

describe('text that tries to become an option or another transport', () => {
  const canary = () => join(git.root, 'PWN')
  const inFull = (text: string) => text.replaceAll('CANARY', canary())
  afterEach(() => {
    if (existsSync(canary())) throw new Error('a program was run')
  })

  it.each([
    ['G1', 'ext::sh -c touch% CANARY'],
    ['G1', 'ext::sh'],
    ['G2', 'file:///etc'],
    ['G2', '/srv/other-tenant/repo'],
    ['G2', '../shop.git'],
    ['G3', '--upload-pack=touch CANARY'],
    ['G3', '-utouch CANARY'],
    ['G3', '--config=core.sshCommand=touch CANARY'],
    ['G6', 'ssh://-oProxyCommand=touch${IFS}CANARY/x'],
    ['G6', '-oProxyCommand=touch:CANARY/z'],
    ['G10', 'https://user:S3CRET@host/x'],
    ['G11', 'https://host/x%0ahost: evil'],
  ])('%s: refuses the URL %j', async (_, url) => {
    const text = inFull(url)
    await expect(git.door.listRefs(remoteAt(text))).rejects.toEqual(failure('git_url_not_allowed', 'VALIDATION'))
    const tested = await git.door.test(remoteAt(text))
    expect(tested).toMatchObject({ ok: false, reason: 'git_url_not_allowed', steps: [{ step: 'allowed', ok: false }] })
    expect(JSON.stringify(tested)).not.toMatch(/S3CRET|PWN/)
  })

  it('G2: Git itself speaks no other protocol than the one of the URL that was checked', async () => {
    const run = createGitRunner(1_000_000)
    git.repository.commit({ 'a.yaml': 'a' })
    const url = parseGitUrl(git.server.url('shop.git'))
    const contact = { destination: { url, addresses: [url.host] }, signIn: {}, tenant: 'acme' }
    for (const target of [git.repository.dir, `file://${git.repository.dir}`, inFull('ext::sh -c touch% CANARY')])
      for (const remote of [undefined, contact])
        await expect(
          run({
            args: ['ls-remote', '--', target],
            cwd: git.root,
            timeoutMs: 20_000,
            maxStdout: 1000,
            ...(remote && { remote }),
          }),
        ).rejects.toMatchObject({ failure: { stderr: expect.stringMatching(/not allowed/) as string } })
  })

  it.each([
    'G1 -c PROTOCOL.ALLOW=always',
    'G4 --upload-pack=touch CANARY',
    'G4 --orphan=zz',
    'G4 -',
    'G4 --output=CANARY',
    'G4 refs/heads/--output=CANARY',
    'G4 refs/x/../heads/main',
    'G4 main:refs/heads/evil',
    'G4 main^{tree}',
  ])('%s as a revision is a name that does not exist', async (row) => {
    git.repository.commit({ 'a.yaml': 'a' })
    await expect(git.door.resolve(git.remote(), inFull(row.slice(3)))).rejects.toEqual(failure('revision_not_found'))
  })

  it.each(['--output=CANARY', '-O', '$(touch CANARY)', ':(exclude)x', 'HEAD:'])(
    'G4: %j as a folder is a folder that does not exist',
    async (path) => {
      const commit = git.repository.commit({ 'a.yaml': 'a' })
      await expect(git.door.listFolder(git.remote(), commit, inFull(path))).rejects.toEqual(failure('path_not_found'))
    },
  )

  it('G5: a branch that is named like an option is text, and can be followed', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    const name = inFull('--upload-pack=touch${IFS}CANARY')
    git.repository.setRef(`refs/heads/${name}`, id)
    expect(await git.door.listRefs(git.remote())).toMatchObject({ branches: [{ name }, { name: 'main' }] })
    const target = await git.door.resolve(git.remote(), name)
    expect(await git.door.fetch(git.remote(), target)).toMatchObject({ id })
  })
})

describe('G17: a tenant that asks for very much', () => {
  it('is refused more, and leaves room for others and for its own other hosts', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    const hanging = await startGitServer(git.root, { kind: 'hang' })
    const door = git.makeDoor({
      allowedPrivateHosts: async () => [git.server.host, hanging.host],
      limits: { tenantQueue: 50 },
    })
    const ask = (name: string, tenant?: string) =>
      door.listRefs(remoteAt(hanging.url(`${name}.git`), tenant)).then(
        () => 'answered',
        (error: unknown) => (error instanceof AppError ? error.reason : error),
      )
    const askFor = (count: number) => Array.from({ length: count }, (_, index) => ask(`r${index}`))
    const asked = askFor(20)
    await vi.waitFor(() => expect(hanging.connections()).toBe(4))
    expect(await door.listRefs(git.remote())).toMatchObject({ head: id })
    asked.push(...askFor(980))
    const others = ask('theirs', 'rival')
    await vi.waitFor(() => expect(hanging.connections()).toBe(5))
    expect(await door.listRefs({ ...git.remote(), tenant: 'rival' })).toMatchObject({ head: id })
    expect(hanging.connections()).toBe(5)
    await hanging.close()
    const reasons = await Promise.all(asked)
    expect(reasons.filter((reason) => reason === 'git_busy')).toHaveLength(950)
    expect(reasons.filter((reason) => reason === 'git_connection_refused')).toHaveLength(50)
    expect(await others).toBe('git_connection_refused')
    await noProcessFor(hanging.host)
  })
})

describe('hosts that may not be contacted', () => {
  it('G7: sends nothing to a loopback address that is not on the allow-list', async () => {
    git.door = git.makeDoor({ allowedPrivateHosts: async () => [] })
    await expect(git.door.listRefs(git.remote())).rejects.toEqual(failure('git_host_not_allowed', 'VALIDATION'))
    const id = '1'.repeat(40)
    await expect(git.door.fetch(git.remote(), { requested: id, kind: 'commit', ref: '', commit: id })).rejects.toEqual(
      failure('git_host_not_allowed', 'VALIDATION'),
    )
    expect(await git.door.test(git.remote())).toMatchObject({ ok: false, reason: 'git_host_not_allowed' })
    expect(git.server.connections()).toBe(0)
  })

  it('G9: sends nothing to a name that resolves to a private address', async () => {
    const port = git.server.host.split(':')[1]
    git.door = git.makeDoor({ allowedPrivateHosts: async () => [], resolver: async () => ['127.0.0.1'] })
    const rebound = remoteAt(`https://git.example:${port}/shop.git`)
    await expect(git.door.listRefs(rebound)).rejects.toEqual(failure('git_host_not_allowed', 'VALIDATION'))
    expect(git.server.connections()).toBe(0)
  })

  it('G9: connects to the address that was checked, whatever the name means to Git', async () => {
    git.repository.commit({ 'a.yaml': 'a' })
    const port = git.server.host.split(':')[1]
    git.door = git.makeDoor({
      allowedPrivateHosts: async () => [`git.invalid:${port}`],
      resolver: async () => ['127.0.0.1'],
    })
    const pinned = remoteAt(`http://git.invalid:${port}/shop.git`)
    expect(await git.door.listRefs(pinned)).toMatchObject({ defaultBranch: 'main' })
  })
})
