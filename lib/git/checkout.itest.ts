import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failure, useGitFixture } from './testing/fixture.ts'

const git = useGitFixture()

describe('trees', () => {
  it('R1, R6: writes plain files, and leaves out links and submodules', async () => {
    const commit = git.repository.commit({
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
    await git.door.withTree(git.remote(), commit, async (dir, skipped) => {
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
    const commit = git.repository.commit({ 'a.yaml': 'a' })
    const dirs = new Set<string>()
    const use = (fail: boolean) =>
      git.door.withTree(git.remote(), commit, async (dir) => {
        dirs.add(dir)
        if (fail) throw new Error('broken')
        return readFile(join(dir, 'a.yaml'), 'utf8')
      })
    const results = await Promise.allSettled([use(false), use(true), use(false)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(dirs.size).toBe(1)
    expect(git.inCache('work')).toEqual([])
  })

  /** A commit whose tree has one file of this name, as Git itself would not write it. */
  function commitNamed(name: string | Buffer): string {
    const blob = git.repository.git('hash-object', '-w', '--stdin', { input: Buffer.from('a: 1\n') })
    const input = Buffer.concat(['100644 ', name, '\0', Buffer.from(blob, 'hex')].map((part) => Buffer.from(part)))
    const tree = git.repository.git('hash-object', '-t', 'tree', '-w', '--literally', '--stdin', { input })
    const commit = git.repository.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit-tree', '-m', 'x', tree)
    git.repository.setRef('refs/heads/main', commit)
    return commit
  }

  it.each(['.git', '.GIT', 'GIT~1', '.git ', '.g\u200cit', '..', '.', 'a/b'])(
    'R8: takes no commit with the name %j',
    async (name) => {
      const commit = commitNamed(name)
      await expect(git.door.withTree(git.remote(), commit, async () => 'written')).rejects.toEqual(
        failure('git_unsafe_object'),
      )
      await expect(git.door.listFolder(git.remote(), commit, '.')).rejects.toEqual(failure('git_unsafe_object'))
    },
  )

  it('R9: writes names of every kind as they are, and tells which it cannot', async () => {
    const long = 'n'.repeat(255)
    const names = ['--help.yaml', '-rf/a.yaml', 'new\nline.yaml', 'é.yaml', 'e\u0301.yaml', '\u202egnp.yaml', long]
    const tooLong = Array.from({ length: 20 }, () => 'p'.repeat(200)).join('/')
    const commit = git.repository.commit(Object.fromEntries([...names, tooLong].map((name) => [name, 'x'])))
    await git.door.withTree(git.remote(), commit, async (dir, skipped) => {
      const written = await readdir(dir, { recursive: true })
      expect(written.filter((name) => name !== '-rf').sort()).toEqual(names.toSorted())
      expect(skipped).toEqual([{ path: tooLong, why: 'name' }])
    })
    const bytes = commitNamed(Buffer.from([0xff, 0xfe]))
    await git.door.withTree(git.remote(), bytes, async (dir, skipped) => {
      expect(await readdir(dir)).toEqual([])
      expect(skipped).toMatchObject([{ why: 'name' }])
    })
  })

  it('R4: stops at a tree that stands for more files than it has objects, before anything is written', async () => {
    const tree = (entries: string) => git.repository.git('mktree', '-z', { input: Buffer.from(entries) })
    const blob = git.repository.git('hash-object', '-w', '--stdin', { input: Buffer.from('a: 1\n') })
    const names = Array.from({ length: 10 }, (_, index) => `n${index}`)
    let current = tree(names.map((name) => `100644 blob ${blob}\t${name}.yaml\0`).join(''))
    for (let level = 0; level < 4; level++)
      current = tree(names.map((name) => `040000 tree ${current}\t${name}\0`).join(''))
    const commit = git.repository.git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit-tree', '-m', 'bomb', current)
    git.repository.setRef('refs/heads/main', commit)
    await expect(git.door.withTree(git.remote(), commit, () => Promise.reject(new Error('written')))).rejects.toEqual(
      failure('tree_too_large'),
    )
    expect(git.inCache('work')).toEqual([])
  })

  it.each([
    ['a manifest above the cap', { 'a.yaml': Buffer.alloc(2000, 'a') }, { maxFileBytes: 1000 }],
    ['too many bytes', { 'a.txt': 'a'.repeat(900), 'b.txt': 'b'.repeat(900) }, { maxTreeBytes: 1000 }],
    ['folders too deep', { 'a/b/c/d.yaml': 'x' }, { maxDepth: 2 }],
  ])('R5: refuses %s', async (_, files, limits) => {
    const commit = git.repository.commit(files)
    await expect(git.makeDoor({ limits }).withTree(git.remote(), commit, async () => undefined)).rejects.toEqual(
      failure('tree_too_large'),
    )
  })

  it('reads a tree in several calls where it does not fit into one', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [`${index}.txt`, String(index).repeat(4 * 1024 * 1024)]),
    )
    const commit = git.repository.commit(files)
    const sizes = await git.door.withTree(git.remote(), commit, async (dir) =>
      Promise.all(Object.keys(files).map(async (name) => (await stat(join(dir, name))).size)),
    )
    expect(sizes).toEqual(Array(5).fill(4 * 1024 * 1024))
  })

  it('G4: never hands anything but a commit id to Git', async () => {
    await expect(git.door.withTree(git.remote(), '--output=x', async () => undefined)).rejects.toEqual(
      failure('revision_not_found', 'VALIDATION'),
    )
    await expect(git.door.listFolder(git.remote(), 'HEAD', '.')).rejects.toEqual(
      failure('revision_not_found', 'VALIDATION'),
    )
  })
})
