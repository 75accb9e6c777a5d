import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failure, noProcessFor, useGitFixture } from './testing/fixture.ts'

const git = useGitFixture()
const revision = (name: string) => git.door.resolve(git.remote(), name)

describe('fetching', () => {
  it('tells who made the commit, and fetches a commit once', async () => {
    const id = git.repository.commit({ 'a.yaml': 'a' }, { message: 'Open the shop\u0007\n\nAt last.' })
    const target = await revision('main')
    expect(await git.door.fetch(git.remote(), target)).toEqual({
      id,
      subject: 'Open the shop ',
      author: 'Ada Lovelace',
      at: '2023-11-14T22:13:20+00:00',
    })
    const asked = git.server.requests.length
    await git.door.fetch(git.remote(), target)
    await (await git.restart()).fetch(git.remote(), target)
    expect(git.server.requests.length).toBe(asked)
  })

  it('F15: follows a force push and still has the commit it fetched before', async () => {
    const before = git.repository.commit({ 'a.yaml': 'before' })
    await git.door.fetch(git.remote(), await revision('main'))
    const after = git.repository.commit({ 'a.yaml': 'after' }, { orphan: true })
    git.repository.git('reflog', 'expire', '--expire=now', '--all')
    git.repository.git('gc', '--quiet', '--prune=now')
    await git.door.fetch(git.remote(), await revision('main'))
    const read = (commit: string) =>
      git.door.withTree(git.remote(), commit, (dir) => readFile(join(dir, 'a.yaml'), 'utf8'))
    expect(await read(after)).toBe('after')
    expect(await read(before)).toBe('before')
  })

  it('F16: says that a commit is gone when it vanished between resolving and fetching', async () => {
    git.repository.commit({ 'a.yaml': 'before' })
    const target = await revision('main')
    git.repository.commit({ 'a.yaml': 'after' }, { orphan: true })
    git.repository.git('reflog', 'expire', '--expire=now', '--all')
    git.repository.git('gc', '--quiet', '--prune=now')
    await expect(git.door.fetch(git.remote(), target)).rejects.toEqual(failure('revision_not_found'))
  })

  it('fetches the ref where a server hands out only what refs point at', async () => {
    const old = git.repository.commit({ 'a.yaml': 'a' })
    const id = git.repository.commit({ 'a.yaml': 'b' })
    git.server.setMode({ kind: 'tips-only' })
    expect(await git.door.fetch(git.remote(), await revision('main'))).toMatchObject({ id })
    await expect(git.door.fetch(git.remote(), await revision(old))).rejects.toEqual(failure('revision_not_found'))
  })

  it('F3: goes on after a fetch that was killed half-way and left its locks', async () => {
    git.repository.commit({ 'a.yaml': 'a' })
    await git.door.fetch(git.remote(), await revision('main'))
    await writeFile(join(git.cacheDir(), 'shallow.lock'), '')
    await writeFile(join(git.cacheDir(), 'objects', 'pack', 'tmp_pack_x'), 'half')
    const id = git.repository.commit({ 'a.yaml': 'b' })
    await git.restart()
    expect(await git.door.fetch(git.remote(), await revision('main'))).toMatchObject({ id })
    expect(await readdir(join(git.cacheDir(), 'objects', 'pack'))).not.toContain('tmp_pack_x')
  })

  it('makes a damaged cache anew', async () => {
    git.repository.commit({ 'a.yaml': 'a' })
    const target = await revision('main')
    await git.door.fetch(git.remote(), target)
    const packs = join(git.cacheDir(), 'objects', 'pack')
    for (const name of await readdir(packs))
      await writeFile(join(packs, name), 'garbage', { mode: 0o600 }).catch(() => rm(join(packs, name)))
    expect(await git.door.withTree(git.remote(), target.commit, (dir) => readdir(dir))).toEqual(['a.yaml'])
    await (await git.restart()).fetch(git.remote(), target)
  })

  it('makes a cache that has grown anew', async () => {
    git.door = git.makeDoor({ limits: { maxPacks: 3 } })
    for (let round = 0; round < 5; round++) {
      git.repository.commit({ 'a.yaml': String(round) })
      await git.door.fetch(git.remote(), await revision('main'))
    }
    const packs = (await readdir(join(git.cacheDir(), 'objects', 'pack'))).filter((name) => name.endsWith('.pack'))
    expect(packs.length).toBeLessThanOrEqual(3)
  })

  it('R5: ends a server that sends more than a pack may have', async () => {
    const noise = Buffer.from(Array.from({ length: 300_000 }, () => Math.floor(Math.random() * 256)))
    git.repository.commit({ 'noise.bin': noise })
    git.door = git.makeDoor({ limits: { maxPackBytes: 100_000 } })
    await expect(git.door.fetch(git.remote(), await revision('main'))).rejects.toEqual(failure('tree_too_large'))
    await noProcessFor(git.server.host)
  })

  it('finds a short commit id among refs, then among the commits that were fetched before', async () => {
    const first = git.repository.commit({ 'a.yaml': 'a' })
    const short = first.slice(0, 7)
    expect(await revision(short)).toEqual({ requested: short, kind: 'commit', ref: '', commit: first })
    await git.door.fetch(git.remote(), await revision('main'))
    const second = git.repository.commit({ 'a.yaml': 'b' })
    git.repository.commit({ 'a.yaml': 'c' })
    expect(await revision(short)).toMatchObject({ commit: first })
    await git.restart()
    expect(await revision(short)).toMatchObject({ commit: first })
    const unknown = second.slice(0, 12)
    await expect(revision(unknown)).rejects.toEqual(failure('revision_short_id'))
    await expect(revision(first.slice(0, 6))).rejects.toEqual(failure('revision_not_found'))
  })

  it('serves many callers of one repository at once', async () => {
    const ids = Array.from({ length: 6 }, (_, index) =>
      git.repository.commit({ 'a.yaml': String(index) }, { branch: `b${index}` }),
    )
    const contents = await Promise.all(
      ids.map((id) => git.door.withTree(git.remote(), id, (dir) => readFile(join(dir, 'a.yaml'), 'utf8'))),
    )
    expect(contents).toEqual(['0', '1', '2', '3', '4', '5'])
  })
})
