/** The Application that a text says, or every place where it does not say one. Used by the server that saves and by the editor. */
import { fromApplication, type ApplicationRow } from './application.ts'
import { MAX_ISSUES, yamlError, type YamlDocument } from './yaml-text.ts'

/** The Application that a text says. Throws VALIDATION with line and column of the first problems. */
export function readApplication(document: YamlDocument): ApplicationRow {
  const result = fromApplication(document.value)
  if (result.ok) return result.value
  const told = result.issues.slice(0, MAX_ISSUES)
  const problems = told.map(({ path, code }) => ({ code, path, position: document.locate(path) }))
  throw yamlError(problems, problems.map(({ path }) => path.join('.')).join(', '))
}

/**
 * Name and DevOps project identify the deployment: a text that says others belongs to another one. Throws VALIDATION at their lines.
 */
export function requireSameIdentity(
  document: YamlDocument,
  row: ApplicationRow,
  { name, devopsProject }: { name: string; devopsProject: string },
): void {
  const identity = [
    { path: ['metadata', 'name'], is: row.name, must: name },
    { path: ['spec', 'project'], is: row.project, must: devopsProject },
  ]
  const wrong = identity.filter(({ is, must }) => is !== must)
  if (wrong.length === 0) return
  const problems = wrong.map(({ path }) => ({ code: 'mismatch' as const, path, position: document.locate(path) }))
  throw yamlError(problems, wrong.map(({ must }) => must).join(', '))
}
