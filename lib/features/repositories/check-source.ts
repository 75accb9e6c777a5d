/** Whether a branch and a folder exist, asked before a deployment is accepted. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { DeploymentSpec } from '#lib/engine/model/spec.ts'
import { git } from './git.ts'
import { toRemote } from './remote.ts'
import { findRemoteRow } from './repository.ts'

/** How long a person waits for Git; a slow host is no reason to refuse what they ask for. */
const PATIENCE_MS = 8_000

const FIELD_OF: Partial<Record<Reason, string>> = {
  revision_not_found: 'spec.source.revision',
  revision_short_id: 'spec.source.revision',
  path_not_found: 'spec.source.path',
}

async function look(scope: DevopsScope, repository: string, source: DeploymentSpec['source']): Promise<void> {
  const remote = toRemote(scope, await findRemoteRow(scope, repository))
  const revision = await git().resolve(remote, source.revision)
  await git().listFolder(remote, revision.commit, source.path)
}

/**
 * Throws VALIDATION with the field when Git answers that the revision or the folder does not exist. Every other failure (host away,
 * slow) passes: the deployment's own status will say so, and nothing that was asked for is lost.
 */
export async function checkSource(
  scope: DevopsScope,
  repository: string,
  source: DeploymentSpec['source'],
): Promise<void> {
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS).unref())
  try {
    await Promise.race([look(scope, repository, source), patience])
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const field = error.reason && FIELD_OF[error.reason]
    if (!error.reason || field === undefined) return
    throw new AppError('VALIDATION', {
      reason: error.reason,
      fields: { [field]: { code: 'not_found' } },
      params: { revision: source.revision, path: source.path, ...error.params },
      cause: error,
    })
  }
}
