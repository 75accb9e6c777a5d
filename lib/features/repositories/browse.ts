/** Looking into an imported repository: its refs and its folders. */
import type { z } from 'zod'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { folderKind } from '#lib/git/tree.ts'
import type { GitRefs } from '#lib/git/types.ts'
import { git } from './git.ts'
import { toRemote } from './remote.ts'
import { findRemoteRow } from './repository.ts'
import type { listFolderSchema } from './schema.ts'
import { MISSING_REASONS, type FolderListing, type MissingReason } from './types.ts'

export async function readRefs(scope: DevopsScope, name: string): Promise<GitRefs> {
  return git().listRefs(toRemote(scope, await findRemoteRow(scope, name)))
}

/**
 * One level of a folder. A revision or folder that does not exist is an answer, not a failure: a person who types passes through many.
 * Throws what the Git door throws otherwise.
 */
export async function browse(
  scope: DevopsScope,
  { name, revision, path }: z.output<typeof listFolderSchema>,
): Promise<FolderListing> {
  const remote = toRemote(scope, await findRemoteRow(scope, name))
  try {
    const { commit } = await git().resolve(remote, revision)
    const entries = await git().listFolder(remote, commit, path)
    const files = entries.filter(({ type }) => type === 'file')
    return { entries, kind: folderKind(files.map(({ name }) => name)), missing: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (!isMissing(error.reason)) throw error
    return { entries: [], kind: null, missing: { reason: error.reason, params: error.params ?? {} } }
  }
}

const isMissing = (reason: string | undefined): reason is MissingReason =>
  MISSING_REASONS.some((known) => known === reason)
