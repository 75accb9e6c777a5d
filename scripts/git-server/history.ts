/**
 * Writes a history of whole trees into a bare repository with `git fast-import`: the same input makes the same commit ids on every
 * machine. Used for the sample repositories and by tests.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type CommitStep = {
  branch: string
  message: string
  /** The whole tree: path → content. */
  files: Readonly<Record<string, string | Uint8Array>>
  /** Branch to start from, for the first commit of a branch. */
  from?: string
  /** Annotated tag on this commit. */
  tag?: string
  /** Seconds since 1970. */
  at?: number
  author?: string
}

const DEFAULT_AUTHOR = 'Ieum <ieum@localhost>'
const FIRST_COMMIT_AT = Date.UTC(2025, 0, 6, 1) / 1000
const HOUR = 3_600

/** The environment of every Git command here: nothing of this machine's configuration, no questions. */
const GIT_ENVIRONMENT = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
} as unknown as NodeJS.ProcessEnv

const data = (content: string | Uint8Array) => {
  const bytes = Buffer.from(content)
  return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]
}

/** The stream of commands that makes the commits, in the language of `git fast-import`. `known`: branches that exist already. */
export function fastImportStream(steps: readonly CommitStep[], known: ReadonlySet<string> = new Set()): Buffer {
  const written = new Set<string>()
  const parts: Buffer[] = []
  const line = (text: string) => parts.push(Buffer.from(`${text}\n`))
  for (const [index, step] of steps.entries()) {
    const when = `${step.author ?? DEFAULT_AUTHOR} ${step.at ?? FIRST_COMMIT_AT + index * HOUR} +0000`
    line(`commit refs/heads/${step.branch}`)
    line(`committer ${when}`)
    parts.push(...data(step.message))
    // The next commit of a branch of this stream follows by itself; "^0" takes a branch from the repository.
    const parent = known.has(step.branch) ? step.branch : step.from
    if (!written.has(step.branch) && parent !== undefined)
      line(`from refs/heads/${parent}${written.has(parent) ? '' : '^0'}`)
    line('deleteall')
    for (const [path, content] of Object.entries(step.files)) {
      line(`M 100644 inline ${path}`)
      parts.push(...data(content))
    }
    if (step.tag !== undefined) {
      line(`tag ${step.tag}`)
      line(`from refs/heads/${step.branch}`)
      line(`tagger ${when}`)
      parts.push(...data(step.tag))
    }
    written.add(step.branch)
  }
  return Buffer.concat(parts)
}

async function fastImport(repository: string, stream: Buffer): Promise<void> {
  const child = spawn('git', ['--git-dir', repository, 'fast-import', '--quiet', '--force'], {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: GIT_ENVIRONMENT,
  })
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  // A refused stream closes the pipe; the exit code and the words say why.
  child.stdin.on('error', () => undefined)
  child.stdin.end(stream)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`git fast-import failed: ${words.trim()}`)
}

async function branches(repository: string): Promise<Set<string>> {
  const args = ['--git-dir', repository, 'for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads']
  const { stdout } = await run('git', args, { env: GIT_ENVIRONMENT })
  return new Set(stdout.split('\n').filter((name) => name !== ''))
}

/** The commit id a ref means. Rejects where there is none. */
export async function commitOf(repository: string, ref: string): Promise<string> {
  const { stdout } = await run('git', ['--git-dir', repository, 'rev-parse', '--verify', `${ref}^{commit}`], {
    env: GIT_ENVIRONMENT,
  })
  return stdout.trim()
}

/** Adds commits to a repository, as a push would. */
export async function addCommits(repository: string, steps: readonly CommitStep[]): Promise<void> {
  await fastImport(repository, fastImportStream(steps, await branches(repository)))
}

/** Makes a bare repository whose default branch is that of the first step. It appears whole or not at all. */
export async function createRepository(repository: string, steps: readonly CommitStep[]): Promise<void> {
  const draft = `${repository}.${process.pid}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  const git = (...args: string[]) => run('git', ['--git-dir', draft, ...args], { env: GIT_ENVIRONMENT })
  await git('init', '--bare', '--quiet', `--initial-branch=${steps[0]?.branch ?? 'main'}`)
  // As public Git hosts do: any commit that a ref reaches can be fetched by its id, also partially.
  await git('config', 'uploadpack.allowReachableSHA1InWant', 'true')
  await git('config', 'uploadpack.allowFilter', 'true')
  // No process that outlives the push which started it.
  await git('config', 'receive.autogc', 'false')
  await fastImport(draft, fastImportStream(steps))
  renameSync(draft, repository)
}
