import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandLines, failure, noProcessFor, useGitFixture } from './testing/fixture.ts'
import { startSshServer, type SshServer } from './testing/ssh-server.ts'
import type { GitCredential, GitRemote } from './types.ts'

const git = useGitFixture()
let ssh: SshServer
let commit: string

beforeEach(async () => {
  ssh = await startSshServer(git.root)
  git.door = git.makeDoor({ allowedPrivateHosts: async () => [ssh.host] })
  commit = git.repository.commit({ 'a.yaml': 'a' })
})
afterEach(() => ssh.close())

const remote = (
  credential: GitCredential | null,
  url = `ssh://127.0.0.1:${ssh.port}${git.root}/shop.git`,
): GitRemote => ({
  url,
  credential,
  tenant: 'acme',
})
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  )

/** Neither Git, which knows the URL, nor ssh, which knows the name of the host's key. */
async function noneLeft(port: number): Promise<void> {
  await noProcessFor(`127.0.0.1:${port}`)
  await noProcessFor(`[127.0.0.1]:${port}`)
}

describe('a repository by ssh', () => {
  it.each([
    ['an OpenSSH key', {}],
    ['a PEM key', { format: 'PEM' as const }],
    ['a key with a passphrase', { passphrase: 'CANARY two words' }],
    ['a PEM key with a passphrase', { passphrase: 'CANARY', format: 'PEM' as const }],
  ])('is listed, fetched and written with %s', async (_, options) => {
    const signedIn = remote(await ssh.credential(options))
    expect(await git.door.test(signedIn)).toMatchObject({ ok: true, refs: { head: commit } })
    const target = await git.door.resolve(signedIn, 'main')
    expect(await git.door.fetch(signedIn, target)).toMatchObject({ id: commit, author: 'Ada Lovelace' })
    expect(await git.door.withTree(signedIn, commit, (dir) => readFile(join(dir, 'a.yaml'), 'utf8'))).toBe('a')
    expect(git.inCache('work')).toEqual([])
  })

  it('takes a key that was pasted with other line ends and without the last one', async () => {
    const credential = await ssh.credential()
    const pasted = { ...credential, privateKey: credential.privateKey.trim().replaceAll('\n', '\r\n') }
    expect(await git.door.listRefs(remote(pasted))).toMatchObject({ head: commit })
  })

  it('signs in as the URL says, else as the credential, else as git', async () => {
    const credential = await ssh.credential()
    const asOther = remote(credential, `ssh://nobody.else@127.0.0.1:${ssh.port}${git.root}/shop.git`)
    await expect(git.door.listRefs(asOther)).rejects.toEqual(failure('git_auth_failed'))
    expect(ssh.log()).toMatch(/nobody\.else/)
    await expect(git.door.listRefs(remote({ ...credential, username: '' }))).rejects.toEqual(failure('git_auth_failed'))
    expect(ssh.log()).toMatch(/user git /)
    for (const username of ['-oProxyCommand=id', 'a@b', 'a b', 'a/b'])
      await expect(git.door.listRefs(remote({ ...credential, username }))).rejects.toEqual(
        failure('git_url_not_allowed', 'VALIDATION'),
      )
  })

  it('follows a force push', async () => {
    const signedIn = remote(await ssh.credential())
    await git.door.fetch(signedIn, await git.door.resolve(signedIn, 'main'))
    const after = git.repository.commit({ 'a.yaml': 'after' }, { orphan: true })
    expect(await git.door.fetch(signedIn, await git.door.resolve(signedIn, 'main'))).toMatchObject({ id: after })
  })

  it('says that a repository does not exist', async () => {
    const gone = remote(await ssh.credential(), `ssh://127.0.0.1:${ssh.port}${git.root}/gone.git`)
    await expect(git.door.listRefs(gone)).rejects.toEqual(failure('git_repository_not_found'))
  })
})

describe('the key', () => {
  it('G15: is in no command line and in no file that outlives the command or that others may read', async () => {
    const signedIn = remote(await ssh.credential({ passphrase: 'CANARY-words' }))
    const secret = signedIn.credential?.type === 'ssh_key' ? signedIn.credential.privateKey.split('\n')[1] : ''
    const seen: string[] = []
    const spy = setInterval(() => seen.push(...commandLines(String(ssh.port))), 1)
    await git.door.fetch(signedIn, await git.door.resolve(signedIn, 'main'))
    clearInterval(spy)
    expect(seen.some((line) => line.includes('BatchMode'))).toBe(true)
    expect(seen.join('\n')).not.toContain('CANARY')
    expect(seen.join('\n')).not.toContain(secret)
    expect(git.inCache('work')).toEqual([])
  })

  it('that the server does not know is refused', async () => {
    const stranger = remote(await ssh.credential({ isKnown: false }))
    await expect(git.door.listRefs(stranger)).rejects.toEqual(failure('git_auth_failed'))
  })

  it.each([
    ['no key', 'not a key', ''],
    ['a wrong passphrase', null, 'CANARY-wrong'],
    ['a missing passphrase', null, ''],
  ])('that cannot be read is told: %s', async (_, privateKey, passphrase) => {
    const credential = await ssh.credential({ passphrase: 'right' })
    const broken = remote({ ...credential, privateKey: privateKey ?? credential.privateKey, passphrase })
    const error = await errorOf(git.door.listRefs(broken))
    expect(error).toEqual(failure('git_ssh_key_invalid', 'VALIDATION'))
    expect(JSON.stringify(error)).not.toContain('CANARY')
    expect(git.inCache('work')).toEqual([])
  })

  it('is needed for ssh, and of no use elsewhere', async () => {
    const password: GitCredential = { type: 'password', username: 'ada', secret: 's' }
    for (const credential of [null, password])
      await expect(git.door.listRefs(remote(credential))).rejects.toEqual(failure('git_credential_kind', 'VALIDATION'))
    git.door = git.makeDoor()
    await expect(git.door.listRefs(git.remote('shop.git', await ssh.credential()))).rejects.toEqual(
      failure('git_credential_kind', 'VALIDATION'),
    )
    expect(git.server.connections()).toBe(0)
    expect(ssh.log()).not.toContain('Connection from')
  })

  it('is not used by another program of the same machine: no agent, no configuration of the user', async () => {
    const stranger = remote(await ssh.credential({ isKnown: false }))
    const before = process.env['SSH_AUTH_SOCK']
    process.env['SSH_AUTH_SOCK'] = join(git.root, 'agent')
    const agent = await listening(join(git.root, 'agent'))
    await expect(git.door.listRefs(stranger)).rejects.toEqual(failure('git_auth_failed'))
    expect(agent.connections).toBe(0)
    await agent.close()
    if (before === undefined) delete process.env['SSH_AUTH_SOCK']
    else process.env['SSH_AUTH_SOCK'] = before
  })
})

describe('the host key', () => {
  it('must be known', async () => {
    const credential = await ssh.credential()
    for (const knownHosts of ['', '\n# only a comment\n'])
      expect(await git.door.test(remote({ ...credential, knownHosts }))).toMatchObject({
        ok: false,
        reason: 'git_host_key_unknown',
        steps: [{ step: 'allowed', ok: false }],
      })
    expect(ssh.log()).not.toContain('Connection from')
    const another = remote({ ...credential, knownHosts: ssh.knownHosts('git.example') })
    expect(await git.door.test(another)).toMatchObject({
      ok: false,
      reason: 'git_host_key_unknown',
      steps: [{ ok: true }, { ok: true }, { step: 'connect', ok: false }],
    })
  })

  it('must be the one that is known', async () => {
    const credential = await ssh.credential()
    const other = await startSshServer(git.root)
    const changed = other.knownHosts().replace(`:${other.port} `, `:${ssh.port} `)
    await other.close()
    const error = await errorOf(git.door.listRefs(remote({ ...credential, knownHosts: changed })))
    expect(error).toEqual(failure('git_host_key_changed'))
    expect(JSON.stringify(error)).not.toContain(git.root)
    expect(ssh.log()).not.toContain('Accepted publickey')
  })

  it('is known by the name in the URL, and the connection goes to the address that was checked (G9)', async () => {
    const credential = { ...(await ssh.credential()), knownHosts: ssh.knownHosts('git.invalid') }
    git.door = git.makeDoor({
      allowedPrivateHosts: async () => [`git.invalid:${ssh.port}`],
      resolver: async () => ['127.0.0.1'],
    })
    const pinned = remote(credential, `ssh://git.invalid:${ssh.port}${git.root}/shop.git`)
    expect(await git.door.listRefs(pinned)).toMatchObject({ head: commit })
  })

  it('does not matter where no server listens at one of several addresses', async () => {
    const credential = { ...(await ssh.credential()), knownHosts: ssh.knownHosts('git.invalid') }
    git.door = git.makeDoor({
      allowedPrivateHosts: async () => [`git.invalid:${ssh.port}`],
      resolver: async () => ['127.0.0.3', '127.0.0.1'],
    })
    const pinned = remote(credential, `ssh://git.invalid:${ssh.port}${git.root}/shop.git`)
    expect(await git.door.listRefs(pinned)).toMatchObject({ head: commit })
  })
})

describe('a host that may not be contacted', () => {
  it.each(['127.0.0.1', '2130706433', '0x7f000001', '[::ffff:127.0.0.1]'])('G7: %s gets no packet', async (name) => {
    git.door = git.makeDoor({ allowedPrivateHosts: async () => [] })
    const inside = remote(await ssh.credential(), `ssh://${name}:${ssh.port}/shop.git`)
    await expect(git.door.listRefs(inside)).rejects.toEqual(failure('git_host_not_allowed', 'VALIDATION'))
    expect(ssh.log()).not.toContain('Connection from')
  })

  it('G9: gets no packet where a name leads there, also beside a public address', async () => {
    const addresses = ['140.82.121.4', '127.0.0.1']
    git.door = git.makeDoor({ allowedPrivateHosts: async () => [], resolver: async () => addresses })
    const rebound = remote(await ssh.credential(), `ssh://git.example:${ssh.port}/shop.git`)
    await expect(git.door.listRefs(rebound)).rejects.toEqual(failure('git_host_not_allowed', 'VALIDATION'))
    expect(ssh.log()).not.toContain('Connection from')
  })
})

describe('a server that is in the way', () => {
  const limits = { listMs: 700, fetchMs: 700 }
  const behind = async (port: number) => ({
    door: git.makeDoor({ limits, allowedPrivateHosts: async () => [`127.0.0.1:${port}`] }),
    remote: remote(
      { ...(await ssh.credential()), knownHosts: ssh.knownHosts().replace(`:${ssh.port} `, `:${port} `) },
      `ssh://127.0.0.1:${port}${git.root}/shop.git`,
    ),
  })

  it('G12: and never answers is ended at the deadline, without a process or a key left', async () => {
    const silent = await listening(0)
    const hanging = await behind(silent.port)
    await expect(hanging.door.listRefs(hanging.remote)).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noneLeft(silent.port)
    expect(git.inCache('work')).toEqual([])
    await silent.close()
  })

  it('G13: and drips bytes is ended at the deadline', async () => {
    const dripping = await listening(0, (socket) => setInterval(() => socket.write('S'), 100))
    const slow = await behind(dripping.port)
    await expect(slow.door.listRefs(slow.remote)).rejects.toEqual(failure('git_timeout', 'TIMEOUT'))
    await noneLeft(dripping.port)
    await dripping.close()
  })

  it('and speaks something else is told from one that speaks ssh', async () => {
    const web = await listening(0, (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const wrong = await behind(web.port)
    await expect(wrong.door.listRefs(wrong.remote)).rejects.toEqual(failure('git_connection_refused'))
    await web.close()
  })
})

it('F3: a key that a killed process left is gone when the next door opens', async () => {
  const credential = await ssh.credential()
  const silent = await listening(0)
  const script = `
    import { createGitDoor } from './lib/git/door.ts'
    const door = createGitDoor({ cacheDir: process.env.CACHE, allowedPrivateHosts: async () => [process.env.HOST] })
    await door.listRefs({ url: process.env.REPOSITORY, credential: JSON.parse(process.env.CREDENTIAL), tenant: 'acme' })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: {
      ...process.env,
      CACHE: join(git.root, 'cache'),
      HOST: `127.0.0.1:${silent.port}`,
      REPOSITORY: `ssh://127.0.0.1:${silent.port}/shop.git`,
      CREDENTIAL: JSON.stringify(credential),
    },
    stdio: 'inherit',
  })
  await silent.connected
  expect(git.inCache('work')).toHaveLength(1)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  await noneLeft(silent.port)
  await git.door.listRefs(remote(credential))
  expect(git.inCache('work')).toEqual([])
  expect(await readdir(join(git.root, 'cache'))).toHaveLength(2)
  await silent.close()
})

type Listening = { port: number; connections: number; connected: Promise<void>; close: () => Promise<void> }

/** A server that accepts, and at most talks. */
async function listening(
  at: number | string,
  talk: (socket: Socket) => NodeJS.Timeout | void = () => undefined,
): Promise<Listening> {
  const first = Promise.withResolvers<void>()
  const ends: (() => void)[] = []
  const state = { port: 0, connections: 0, connected: first.promise, close: () => closed(server, ends) }
  const server = createServer((socket) => {
    state.connections++
    socket.on('error', () => undefined)
    const timer = talk(socket)
    ends.push(() => {
      clearInterval(timer ?? undefined)
      socket.destroy()
    })
    socket.once('data', () => first.resolve())
  })
  await new Promise<void>((resolve) => {
    if (typeof at === 'string') server.listen(at, resolve)
    else server.listen(at, '127.0.0.1', resolve)
  })
  if (typeof at === 'number') state.port = (server.address() as AddressInfo).port
  return state
}

function closed(server: Server, ends: (() => void)[]): Promise<void> {
  for (const end of ends) end()
  return new Promise((resolve) => server.close(() => resolve()))
}
