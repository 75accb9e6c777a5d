/** What is wrong with a text before it is sent: the server's own reader, in the browser. Pure. */
import { AppError } from '#lib/core/errors.ts'
import { readApplication, requireSameIdentity } from '#lib/engine/application/read-application.ts'
import { readYaml } from '#lib/engine/application/yaml-text.ts'
import { LONGEST_YAML } from '#lib/features/deployments/schema.ts'
import { problemsOf, type YamlProblem } from './problems.ts'

/**
 * The problems of a text, by line; none for one that the server can read. Whether its repository, cluster and project may be used, and
 * whether jq understands its expressions, only the server knows.
 */
export function checkText(text: string, identity: { name: string; devopsProject: string }): YamlProblem[] {
  if (text.length > LONGEST_YAML) return [{ line: null, path: '', issue: { code: 'too_long' }, detail: '' }]
  try {
    const document = readYaml(text)
    requireSameIdentity(document, readApplication(document), identity)
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return problemsOf({ code: error.code, requestId: '', fields: error.fields ?? {}, detail: error.detail ?? '' })
  }
}
