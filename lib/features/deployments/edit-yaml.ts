/** Editing a deployment as text: the Application is read, held against what may change, and written under its version. */
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import type { ApplicationRow } from '#lib/engine/application/application.ts'
import { readApplication, requireSameIdentity } from '#lib/engine/application/read-application.ts'
import { MAX_ISSUES, readYaml, yamlError, type YamlDocument } from '#lib/engine/application/yaml-text.ts'
import { requestReconcile } from '#lib/engine/door.ts'
import { findRepositoryByUrl } from '#lib/features/repositories/public.ts'
import { checkNewNamespace } from './check-namespace.ts'
import { wrongExpressions } from './ignore-expressions.ts'
import { movesOf } from './moves.ts'
import { findForChange, updateDeployment, type DeploymentForChange } from './repository.ts'
import type { editDeploymentYamlSchema } from './schema.ts'

/** Where the text says what a placement refers to. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  repository: ['spec', 'source', 'repoURL'],
  cluster: ['spec', 'destination', 'name'],
  namespace: ['spec', 'destination', 'namespace'],
}

/** Does the work; a refusal of a repository, cluster or namespace is told at its line. */
async function atItsLine<T>(document: YamlDocument, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const [name, issue] = Object.entries(error.fields ?? {})[0] ?? []
    const path = PLACES[name ?? '']
    if (!issue || !path) throw error
    const { code, reason, params = {} } = error
    const fields = { yaml: { code: issue.code, params: { ...document.locate(path), path: path.join('.') } } }
    throw new AppError(code, { ...(reason && { reason }), fields, params, cause: error })
  }
}

/**
 * Asked before the change, because it takes other processes: jq expressions have to be ones that jq understands, and a text that moves the
 * deployment to a project that it is to make may not take a namespace of somebody else. Throws VALIDATION with line and column for a text or
 * an expression that cannot be read, otherwise as `checkNewNamespace`, at the line.
 */
export async function checkYaml(
  scope: DevopsScope,
  { yaml }: z.output<typeof editDeploymentYamlSchema>,
): Promise<void> {
  const document = readYaml(yaml)
  const row = readApplication(document)
  const wrong = await wrongExpressions(scope, row.spec, MAX_ISSUES)
  if (wrong.length > 0)
    throw yamlError(
      wrong.map(({ path, words }) => ({
        ...{ code: 'jq_expression' as const, path: ['spec', ...path], params: { words } },
        position: document.locate(['spec', ...path]),
      })),
      wrong.map(({ expression }) => expression).join(', '),
    )
  await atItsLine(document, () => checkNewNamespace(scope, row))
}

type Edit = { document: YamlDocument; row: ApplicationRow; current: DeploymentForChange }

/** The imported repository that the text names by its URL. */
async function repositoryOf(work: Work, scope: DevopsScope, { document, row, current }: Edit) {
  if (row.repositoryUrl === current.repository.url) return current.repository
  const repository = await findRepositoryByUrl(work.tx, scope, row.repositoryUrl)
  if (repository) return repository
  const path = ['spec', 'source', 'repoURL']
  throw yamlError([{ code: 'not_found', path, position: document.locate(path) }], row.repositoryUrl)
}

/**
 * Replaces repository, destination and specification with what the text says. Objects at the old place stay until a sync removes them.
 * Throws VALIDATION with line and column for a text that cannot be read, CONFLICT `version_changed` when somebody else has edited since,
 * NOT_FOUND or PRECONDITION as a creation would when the new place or repository is refused.
 */
export async function editYaml(
  work: Work,
  scope: DevopsScope,
  { name, yaml, version }: z.output<typeof editDeploymentYamlSchema>,
): Promise<{ version: number }> {
  const document = readYaml(yaml)
  const row = readApplication(document)
  requireSameIdentity(document, row, { name, devopsProject: scope.devopsProject })
  const current = await findForChange(work.tx, scope, name)
  if (current.version !== version) throw new AppError('CONFLICT', { reason: 'version_changed' })
  const repository = (await repositoryOf(work, scope, { document, row, current })).name
  const placement = { repository, cluster: row.cluster, namespace: row.namespace }
  const { createNamespace } = row.spec.syncPolicy
  const moves = await atItsLine(document, () => movesOf(work, scope, current, placement, createNamespace))
  if (!moves && isDeepStrictEqual(row.spec, current.spec)) return { version }
  const next = await updateDeployment(work.tx, scope, current.id, version, { ...moves, spec: row.spec })
  await requestReconcile(work.tx, current.id, 'edited')
  await recordAudit(work, scope, {
    action: 'deployment.edit-yaml',
    target: { type: 'deployment', id: current.id, name },
    details: {
      before: { ...current.spec, cluster: current.cluster.name, namespace: current.namespace },
      after: { ...row.spec, cluster: row.cluster, namespace: row.namespace },
      repositoryUrl: row.repositoryUrl,
    },
  })
  return { version: next }
}
