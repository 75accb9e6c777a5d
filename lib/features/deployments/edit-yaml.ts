/** Editing a deployment as text: the Application is read, held against what may change, and written under its version. */
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { fromApplication, type ApplicationRow } from '#lib/engine/application/application.ts'
import { requestReconcile } from '#lib/engine/door.ts'
import { requireAllowed } from '#lib/features/devops-projects/policy.ts'
import { readPolicy } from '#lib/features/devops-projects/public.ts'
import { findRepositoryByUrl } from '#lib/features/repositories/public.ts'
import { findForChange, updateDeployment, type DeploymentForChange } from './repository.ts'
import type { editDeploymentYamlSchema } from './schema.ts'
import { MAX_ISSUES, readYaml, yamlError, type YamlDocument } from './yaml-text.ts'

/** The Application that a text says. Throws VALIDATION with line and column of the first problems. */
export function readApplication(document: YamlDocument): ApplicationRow {
  const result = fromApplication(document.value)
  if (result.ok) return result.value
  const told = result.issues.slice(0, MAX_ISSUES)
  const problems = told.map(({ path, code }) => ({ code, path, position: document.locate(path) }))
  throw yamlError(problems, problems.map(({ path }) => path.join('.')).join(', '))
}

/** Name and DevOps project identify the deployment: a text that says others belongs to another one. */
function requireSameIdentity(document: YamlDocument, row: ApplicationRow, scope: DevopsScope, name: string): void {
  const identity = [
    { path: ['metadata', 'name'], is: row.name, must: name },
    { path: ['spec', 'project'], is: row.project, must: scope.devopsProject },
  ]
  const wrong = identity.filter(({ is, must }) => is !== must)
  if (wrong.length === 0) return
  const problems = wrong.map(({ path }) => ({ code: 'mismatch' as const, path, position: document.locate(path) }))
  throw yamlError(problems, wrong.map(({ must }) => must).join(', '))
}

/** Moving a deployment would leave its objects behind at the old place, so it is refused. */
function requireSameDestination(document: YamlDocument, row: ApplicationRow, current: DeploymentForChange): void {
  if (row.cluster === current.cluster.name && row.namespace === current.namespace) return
  const path = ['spec', 'destination', row.cluster === current.cluster.name ? 'namespace' : 'name']
  throw new AppError('PRECONDITION', {
    reason: 'destination_immutable',
    fields: { yaml: { code: 'mismatch', params: { ...document.locate(path), path: path.join('.') } } },
    params: { cluster: current.cluster.name, namespace: current.namespace },
  })
}

/** The imported repository that the text names by its URL: the present one, or another one that the policy allows. */
async function repositoryOf(
  work: Work,
  scope: DevopsScope,
  document: YamlDocument,
  row: ApplicationRow,
  current: DeploymentForChange,
): Promise<{ id: string } | null> {
  if (row.repositoryUrl === current.repository.url) return null
  const repository = await findRepositoryByUrl(work.tx, scope, row.repositoryUrl)
  if (!repository) {
    const path = ['spec', 'source', 'repoURL']
    throw yamlError([{ code: 'not_found', path, position: document.locate(path) }], row.repositoryUrl)
  }
  requireAllowed(await readPolicy(work.tx, scope.devopsProjectId), { ...row, repository: repository.name })
  return repository
}

/**
 * Replaces repository and specification with what the text says. Throws VALIDATION with line and column for a text that cannot be
 * read, CONFLICT `version_changed` when somebody else has edited since, PRECONDITION `destination_immutable` for another destination.
 */
export async function editYaml(
  work: Work,
  scope: DevopsScope,
  { name, yaml, version }: z.output<typeof editDeploymentYamlSchema>,
): Promise<{ version: number }> {
  const document = readYaml(yaml)
  const row = readApplication(document)
  requireSameIdentity(document, row, scope, name)
  const current = await findForChange(work.tx, scope, name)
  if (current.version !== version) throw new AppError('CONFLICT', { reason: 'version_changed' })
  requireSameDestination(document, row, current)
  const repository = await repositoryOf(work, scope, document, row, current)
  if (!repository && isDeepStrictEqual(row.spec, current.spec)) return { version }
  const next = await updateDeployment(work.tx, scope, current.id, version, {
    spec: row.spec,
    ...(repository && { repositoryId: repository.id }),
  })
  await requestReconcile(work.tx, current.id, 'edited')
  await recordAudit(work, scope, {
    action: 'deployment.edit-yaml',
    target: { type: 'deployment', id: current.id, name },
    details: { before: current.spec, after: row.spec, repositoryUrl: row.repositoryUrl },
  })
  return { version: next }
}
