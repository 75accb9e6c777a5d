/** What a new entry point still needs before the matrix knows it, in words that say what to write. */
import type { EntryPoint } from '#lib/actions/definition.ts'
import { caseFor } from './cases/index.ts'
import { COLUMNS } from './principals.ts'
import { MATRIX } from './table.ts'

/** One text per entry point without a line or without a case. */
export function missing(entry: EntryPoint): string[] {
  const { kind, name, scope, permission } = entry
  const what = `${kind} ${name} (scope ${scope}, permission ${permission})`
  const line = `${name.padEnd(40)}${COLUMNS.map((column) => `<${column}>`).join(' ')}`
  return [
    ...(MATRIX.has(name)
      ? []
      : [`${what}: write in lib/testing/matrix/table.ts, with yes, 401, 403 or 404 per person:\n${line}`]),
    ...(caseFor(entry)
      ? []
      : [
          `${what}: write in lib/testing/matrix/cases how it is asked:\n'${name}': () => ok({ ...input that names what is there })`,
        ]),
  ]
}
