import { createHash } from 'node:crypto'
import type { GitRemote } from '#lib/git/types.ts'

/** One name for a repository as one credential sees it: answers are never shared between different secrets. */
export const remoteKey = ({ url, credential }: GitRemote): string =>
  createHash('sha256')
    .update(JSON.stringify([url, credential?.username ?? null, credential?.secret ?? null]))
    .digest('base64url')
