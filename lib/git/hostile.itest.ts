import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { commandLines, failure, noProcessFor, useGitFixture } from './testing/fixture.ts'
import { startGitServer } from './testing/git-http.ts'

const git = useGitFixture()

describe('servers that are in the way', () => {
  const limits = { listMs: 700, fetchMs: 700 }

  it('signs in with the credential, which is in no command line', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    git.server.setMode({ kind: 'auth', username: 'ada', password: 'CANARY-s3cret' })
    const seen: string[] = []
    const spy = setInterval(() => {
      seen.push(...commandLines(git.server.host))
    }, 1)
    const signedIn = git.remote('shop.git', { username: 'ada', secret: 'CANARY-s3cret' })
    await git.door.fetch(signedIn, await git.door.resolve(signedIn, 'main'))
    clearInterval(spy)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.join('\n')).not.toContain('CANARY')
    expect(await git.door.withTree(signedIn, id, (dir) => readdir(dir))).toEqual(['a.yaml'])
  })

  it('does not read with a wrong password what was fetched with the right one', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    git.server.setMode({ kind: 'auth', username: 'ada', password: 'right' })
    const right = git.remote('shop.git', { username: 'ada', secret: 'right' })
    await git.door.fetch(right, await git.door.resolve(right, 'main'))
    const wrong = git.remote('shop.git', { username: 'ada', secret: 'wrong' })
    await expect(git.door.withTree(wrong, id, async () => 'read')).rejects.toEqual(failure('git_auth_failed'))
  })

  it.each([
    ['a wrong password', { username: 'ada', secret: 'CANARY-wrong' }],
    ['no password', null],
  ])('says that %s was refused, without repeating it', async (_, credential) => {
    git.repository.commit({ 'a.yaml': 'a' })
    git.server.setMode({ kind: 'auth', username: 'ada', password: 'right' })
    const error: unknown = await git.door
      .listRefs(git.remote('shop.git', credential))
      .catch((thrown: unknown) => thrown)
    expect(error).toEqual(failure('git_auth_failed'))
    expect(JSON.stringify(error)).not.toContain('CANARY')
  })

  it('ends a server that never answers at the deadline and leaves no process', async () => {
    git.server.setMode({ kind: 'hang' })
    await expect(git.makeDoor({ limits }).listRefs(git.remote())).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noProcessFor(git.server.host)
  })

  it('ends a server that drips bytes at the deadline and leaves no process', async () => {
    git.server.setMode({ kind: 'drip' })
    await expect(git.makeDoor({ limits }).listRefs(git.remote())).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noProcessFor(git.server.host)
  })

  it('goes on with the repository after a fetch that ended at the deadline', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    const impatient = git.makeDoor({ limits })
    const target = await impatient.resolve(git.remote(), 'main')
    git.server.setMode({ kind: 'hang' })
    await expect(impatient.fetch(git.remote(), target)).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noProcessFor(git.server.host)
    git.server.setMode({ kind: 'serve' })
    expect(await git.door.fetch(git.remote(), target)).toMatchObject({ id })
  })

  it('lets other repositories go on while one server hangs', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' })
    const hanging = await startGitServer(git.root, { kind: 'hang' })
    const door = git.makeDoor({
      allowedPrivateHosts: async () => [git.server.host, hanging.host],
      limits: { listMs: 5000 },
    })
    const stuck = Array.from({ length: 40 }, () =>
      door.listRefs({ url: hanging.url('shop.git'), credential: null }).catch(() => 'ended'),
    )
    expect(await door.listRefs(git.remote())).toMatchObject({ head: id })
    expect(await Promise.race([Promise.all(stuck), Promise.resolve('still hanging')])).toBe('still hanging')
    await hanging.close()
    await Promise.all(stuck)
  })

  it('does not follow a redirect', async () => {
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

  it('says that a repository does not exist', async () => {
    await expect(git.door.listRefs(git.remote('nope.git'))).rejects.toEqual(failure('git_not_a_repository'))
  })

  it('shows what a server says without its control characters', async () => {
    git.server.setMode({ kind: 'error', status: 500, body: '\u001b[2Jgo away' })
    const error: unknown = await git.door.listRefs(git.remote()).catch((thrown: unknown) => thrown)
    expect(error).toEqual(failure('git_failed'))
    expect(JSON.stringify(error)).not.toMatch(/\\u001b/)
  })
})

describe('hosts that may not be contacted', () => {
  it('sends nothing to a loopback address that is not on the allow-list', async () => {
    git.door = git.makeDoor({ allowedPrivateHosts: async () => [] })
    await expect(git.door.listRefs(git.remote())).rejects.toEqual(failure('git_host_not_allowed', 'VALIDATION'))
    const id = '1'.repeat(40)
    await expect(git.door.fetch(git.remote(), { requested: id, kind: 'commit', ref: '', commit: id })).rejects.toEqual(
      failure('git_host_not_allowed', 'VALIDATION'),
    )
    expect(await git.door.test(git.remote())).toMatchObject({ ok: false, reason: 'git_host_not_allowed' })
    expect(git.server.connections()).toBe(0)
  })

  it('sends nothing to a name that resolves to a private address', async () => {
    const port = git.server.host.split(':')[1]
    git.door = git.makeDoor({ allowedPrivateHosts: async () => [], resolver: async () => ['127.0.0.1'] })
    const rebound = { url: `https://git.example:${port}/shop.git`, credential: null }
    await expect(git.door.listRefs(rebound)).rejects.toEqual(failure('git_host_not_allowed', 'VALIDATION'))
    expect(git.server.connections()).toBe(0)
  })

  it('connects to the address that was checked, whatever the name means to Git', async () => {
    git.repository.commit({ 'a.yaml': 'a' })
    const port = git.server.host.split(':')[1]
    git.door = git.makeDoor({
      allowedPrivateHosts: async () => [`git.invalid:${port}`],
      resolver: async () => ['127.0.0.1'],
    })
    const pinned = { url: `http://git.invalid:${port}/shop.git`, credential: null }
    expect(await git.door.listRefs(pinned)).toMatchObject({ defaultBranch: 'main' })
  })

  it.each(['file:///etc', '/etc', 'ext::sh -c id', '--upload-pack=id'])('refuses %j', async (url) => {
    await expect(git.door.listRefs({ url, credential: null })).rejects.toEqual(
      failure('git_url_not_allowed', 'VALIDATION'),
    )
  })
})
