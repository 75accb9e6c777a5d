import { createHash } from 'node:crypto'
import { identityOf } from '#lib/git/credential.ts'
import type { GitRemote } from '#lib/git/types.ts'

/** One name for a repository as one credential sees it: answers are never shared between different secrets. */
export const remoteKey = (remote: GitRemote): string =>
  createHash('sha256').update(identityOf(remote)).digest('base64url')
