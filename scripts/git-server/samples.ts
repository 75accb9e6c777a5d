/**
 * The sample repositories: samples/<name>/ is the content of the newest commit of `main`, samples/<name>.history.json says which
 * commits, branches and tags lead there and beside it, as replacements in that content.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { type CommitStep, createRepository } from './history.ts'

const SAMPLES = path.resolve(import.meta.dirname, '../../samples')
const SUFFIX = '.history.json'

const historySchema = z.strictObject({
  commits: z.array(
    z.strictObject({
      branch: z.string(),
      from: z.string().optional(),
      tag: z.string().optional(),
      message: z.string(),
      author: z.string(),
      at: z.iso.datetime(),
      /** How this commit's tree differs from the folder: texts that read otherwise, and files that are not there. */
      replace: z.array(z.strictObject({ file: z.string(), text: z.string(), by: z.string() })).default([]),
      without: z.array(z.string()).default([]),
    }),
  ),
})
type HistoryCommit = z.infer<typeof historySchema>['commits'][number]

/** Names of the samples that come with the product. */
export const sampleNames = (): string[] =>
  readdirSync(SAMPLES)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort()

function readTree(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
  return new Map(files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]))
}

/** The tree of one commit. Throws where a replacement finds nothing: the sample and its history have drifted apart. */
function treeOf(commit: HistoryCommit, newest: ReadonlyMap<string, string>): Record<string, string> {
  const tree = new Map(newest)
  for (const file of commit.without) {
    if (!tree.delete(file)) throw new Error(`the history of a sample leaves out ${file}, which does not exist`)
  }
  for (const { file, text, by } of commit.replace) {
    const content = tree.get(file)
    if (!content?.includes(text))
      throw new Error(`the history of a sample replaces "${text}", which ${file} does not have`)
    tree.set(file, content.replaceAll(text, by))
  }
  return Object.fromEntries(tree)
}

/** The commits of a sample, oldest first. */
export function sampleHistory(name: string): CommitStep[] {
  const { commits } = historySchema.parse(JSON.parse(readFileSync(path.join(SAMPLES, name + SUFFIX), 'utf8')))
  const newest = readTree(path.join(SAMPLES, name))
  return commits.map((commit) => ({
    branch: commit.branch,
    message: commit.message,
    author: commit.author,
    at: Date.parse(commit.at) / 1000,
    files: treeOf(commit, newest),
    ...(commit.from === undefined ? {} : { from: commit.from }),
    ...(commit.tag === undefined ? {} : { tag: commit.tag }),
  }))
}

/** Puts the sample repositories below `root`. One that is there already stays as it is: what people pushed is theirs. */
export async function ensureSampleRepositories(root: string): Promise<void> {
  mkdirSync(root, { recursive: true })
  for (const name of sampleNames()) {
    const repository = path.join(root, `${name}.git`)
    if (!existsSync(repository)) await createRepository(repository, sampleHistory(name))
  }
}
