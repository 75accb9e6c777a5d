/** Looking into an imported repository: its refs and its folders. */
import type { z } from 'zod'
import type { DevopsScope } from '#lib/authz/actor.ts'
import type { GitRefs, TreeEntry } from '#lib/git/types.ts'
import { git } from './git.ts'
import { toRemote } from './remote.ts'
import { findRemoteRow } from './repository.ts'
import type { listFolderSchema } from './schema.ts'

export async function readRefs(scope: DevopsScope, name: string): Promise<GitRefs> {
  return git().listRefs(toRemote(await findRemoteRow(scope, name)))
}

/** Throws UPSTREAM with `revision_not_found` or `path_not_found` for what does not exist. */
export async function browse(
  scope: DevopsScope,
  { name, revision, path }: z.output<typeof listFolderSchema>,
): Promise<TreeEntry[]> {
  const remote = toRemote(await findRemoteRow(scope, name))
  const { commit } = await git().resolve(remote, revision)
  return git().listFolder(remote, commit, path)
}
