/** Works on repositories of the installation's Git server as a developer would: clone, commit, push. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gitRoot, sampleRepositoryUrl } from './installation.ts'

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Kim Ieum', '-c', 'user.email=kim@example.com', ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' },
  }).trim()

function inClone<T>(url: string, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-e2e-'))
  try {
    git(folder, 'clone', '--quiet', url, 'work')
    return work(join(folder, 'work'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Changes one file by `edit`, commits and pushes to main; gives the new commit's id. `author`: a name, where it matters. */
export const pushEdit = (
  url: string,
  file: string,
  message: string,
  edit: (text: string) => string,
  author = 'Kim Ieum',
): string =>
  inClone(url, (folder) => {
    const path = join(folder, file)
    const before = readFileSync(path, 'utf8')
    const after = edit(before)
    if (after === before) throw new Error(`the edit leaves ${file} as it was`)
    writeFileSync(path, after)
    git(folder, 'commit', '--quiet', `--author=${author} <kim@example.com>`, '-am', message)
    git(folder, 'push', '--quiet', 'origin', 'HEAD:main')
    return git(folder, 'rev-parse', 'HEAD')
  })

/** Makes a bare repository at `bare` whose main branch holds a copy of `source`. */
export function createRepository(bare: string, source: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-e2e-'))
  try {
    cpSync(source, folder, { recursive: true })
    git(folder, 'init', '--quiet', '--initial-branch=main')
    git(folder, 'add', '--all')
    git(folder, 'commit', '--quiet', '-m', 'Import the sources')
    git(folder, 'clone', '--quiet', '--bare', folder, bare)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** URL of a repository of the installation's Git server, there or not. */
export const repositoryUrl = (name: string): string => sampleRepositoryUrl().replace(/[^/]+$/, `${name}.git`)

/** Makes a repository on the installation's Git server with these files (text by path); gives its URL. */
export function serveRepository(name: string, files: Readonly<Record<string, string>>): string {
  const source = mkdtempSync(join(tmpdir(), 'ieum-e2e-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(source, path)), { recursive: true })
      writeFileSync(join(source, path), text)
    }
    createRepository(join(gitRoot(), `${name}.git`), source)
    return repositoryUrl(name)
  } finally {
    rmSync(source, { recursive: true, force: true })
  }
}
