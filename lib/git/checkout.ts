/** Writes the tree of a commit into a private folder: blobs only, as plain files, without Git's own checkout and its filters. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '#lib/core/errors.ts'
import { GitCommandError } from './command.ts'
import { makeWorkFolder } from './folders.ts'
import type { GitContext } from './remote.ts'
import { batches, entryCounter, parseBlobs, planTree, type TreeFile, type TreePlan } from './tree.ts'
import type { SkippedEntry } from './types.ts'

export type Checkout = {
  /** Folder that is removed afterwards; holds `dir`. */
  root: string
  /** The tree. */
  dir: string
  skipped: SkippedEntry[]
}

/** Bytes of blobs that are in memory at once. */
const BATCH_BYTES = 8 * 1024 * 1024
const PARALLEL_WRITES = 32
const MAX_LISTING_BYTES = 32 * 1024 * 1024

/** Throws UPSTREAM `tree_too_large`, UNAVAILABLE `disk_full`, or GitCommandError when the cache cannot answer. Leaves no folder on failure. */
export async function writeCheckout(
  context: GitContext,
  repository: string,
  commit: string,
  work: string,
): Promise<Checkout> {
  const plan = await listTree(context, repository, commit)
  const root = await makeWorkFolder(work)
  const checkout: Checkout = { root, dir: join(root, 'tree'), skipped: plan.skipped }
  try {
    await mkdir(checkout.dir)
    await makeFolders(checkout.dir, plan.files)
    for (const batch of batches(plan.files, BATCH_BYTES)) await writeBatch(context, repository, checkout, batch)
    return checkout
  } catch (error) {
    await removeCheckout(checkout)
    throw isDiskFull(error) ? new AppError('UNAVAILABLE', { reason: 'disk_full', cause: error }) : error
  }
}

export const removeCheckout = ({ root }: Checkout): Promise<void> => rm(root, { recursive: true, force: true })

const isDiskFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')

const tooLarge = (context: GitContext): AppError =>
  new AppError('UPSTREAM', {
    reason: 'tree_too_large',
    params: { files: context.limits.maxFiles, megabytes: Math.round(context.limits.maxTreeBytes / 1024 / 1024) },
  })

async function listTree(context: GitContext, repository: string, commit: string): Promise<TreePlan> {
  try {
    const { stdout } = await context.run({
      args: ['ls-tree', '-r', '-z', '--long', '--full-tree', commit],
      cwd: repository,
      timeoutMs: context.limits.localMs,
      maxStdout: MAX_LISTING_BYTES,
      watch: entryCounter(context.limits.maxFiles),
    })
    const plan = planTree(stdout, context.limits)
    if (plan) return plan
  } catch (error) {
    if (!(error instanceof GitCommandError) || !error.failure.truncated) throw error
  }
  throw tooLarge(context)
}

async function makeFolders(dir: string, files: readonly TreeFile[]): Promise<void> {
  for (const folder of new Set(files.map((file) => dirname(file.path)))) {
    if (folder !== '.') await mkdir(join(dir, folder), { recursive: true })
  }
}

async function writeBatch(
  context: GitContext,
  repository: string,
  checkout: Checkout,
  batch: Map<string, TreeFile[]>,
): Promise<void> {
  const stdinFile = join(checkout.root, 'objects')
  await writeFile(stdinFile, [...batch.keys()].join('\n') + '\n')
  const { stdout } = await context.run({
    args: ['cat-file', '--batch'],
    cwd: repository,
    timeoutMs: context.limits.localMs,
    maxStdout: batch.size * 80 + Math.max(BATCH_BYTES, context.limits.maxFileBytes),
    stdinFile,
  })
  const blobs = parseBlobs(stdout)
  const writes: { path: string; data: Buffer }[] = []
  for (const [id, files] of batch) {
    const data = blobs?.get(id)
    if (!data)
      throw new GitCommandError({ stderr: `missing object ${id}`, exitCode: 0, timedOut: false, truncated: false })
    for (const file of files) writes.push({ path: join(checkout.dir, file.path), data })
  }
  for (let at = 0; at < writes.length; at += PARALLEL_WRITES) {
    await Promise.all(writes.slice(at, at + PARALLEL_WRITES).map(({ path, data }) => writeNew(path, data, checkout)))
  }
}

/** Never follows or overwrites anything: where the file system folds names that Git tells apart, the second one is left out. */
async function writeNew(path: string, data: Buffer, checkout: Checkout): Promise<void> {
  try {
    await writeFile(path, data, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    checkout.skipped.push({ path: path.slice(checkout.dir.length + 1), why: 'name' })
  }
}
