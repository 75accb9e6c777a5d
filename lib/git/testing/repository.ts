/** Bare repositories for tests, written with `git fast-import`: any file mode, any ref name, no work tree. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export type TestFile = string | Uint8Array | { link: string } | { submodule: string }

export type CommitOptions = {
  branch?: string
  message?: string
  /** Start a history of its own instead of adding to the branch: a force push. */
  orphan?: boolean
}

export class TestRepository {
  readonly dir: string
  #clock = 1_700_000_000

  /** Makes `<root>/<name>` with `main` as its default branch. */
  constructor(root: string, name: string) {
    this.dir = join(root, name)
    this.git('init', '--quiet', '--bare', '--initial-branch=main', '--template=', this.dir)
  }

  /** Commits exactly `files` (path → content) and returns the commit's id. */
  commit(files: Record<string, TestFile>, options: CommitOptions = {}): string {
    const ref = `refs/heads/${options.branch ?? 'main'}`
    const message = Buffer.from(options.message ?? 'Change')
    const stream: (string | Uint8Array)[] = [
      `commit ${ref}\nmark :1\ncommitter Ada Lovelace <ada@example.org> ${this.#clock++} +0000\n`,
      `data ${message.length}\n`,
      message,
      '\n',
    ]
    if (!options.orphan && this.has(ref)) stream.push(`from ${ref}^0\n`)
    stream.push('deleteall\n')
    for (const [path, file] of Object.entries(files)) stream.push(...change(path, file))
    stream.push(`get-mark :1\n`)
    return this.git('fast-import', '--quiet', '--force', {
      input: Buffer.concat(stream.map((part) => Buffer.from(part))),
    })
  }

  has(ref: string): boolean {
    return spawnSync('git', ['--git-dir', this.dir, 'rev-parse', '--quiet', '--verify', ref]).status === 0
  }

  setRef(ref: string, commit: string): void {
    this.git('update-ref', ref, commit)
  }

  deleteRef(ref: string): void {
    this.git('update-ref', '-d', ref)
  }

  annotatedTag(name: string, commit: string): void {
    this.git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'tag', '-a', '-m', name, name, commit)
  }

  /** Runs a Git command in the repository; the trimmed output. Throws with Git's words when it fails. */
  git(...call: (string | { input: Uint8Array })[]): string {
    const args = call.filter((part) => typeof part === 'string')
    const input = call.find((part) => typeof part !== 'string')?.input
    const inside = args[0] === 'init' ? args : ['--git-dir', this.dir, ...args]
    const result = spawnSync('git', inside, { input: input ?? '', maxBuffer: 64 * 1024 * 1024 })
    if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr.toString()}`)
    return result.stdout.toString().trim()
  }
}

function change(path: string, file: TestFile): (string | Uint8Array)[] {
  const name = JSON.stringify(path)
  if (typeof file === 'object' && 'submodule' in file) return [`M 160000 ${file.submodule} ${name}\n`]
  const link = typeof file === 'object' && 'link' in file
  const data = Buffer.from(link ? file.link : file)
  return [`M ${link ? '120000' : '100644'} inline ${name}\ndata ${data.length}\n`, data, '\n']
}
