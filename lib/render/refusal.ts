/** Translates what the renderer says (renderer/README.md, "Refusals") into the product's reasons. */
import { AppError } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { foreignWords } from '#lib/core/foreign-words.ts'

/** Every refusal code of the renderer. */
const REASON_OF_CODE = {
  bad_request: 'render_refused',
  path_not_found: 'path_not_found',
  file_not_found: 'render_file_missing',
  path_escape: 'render_path_escape',
  symlink_escape: 'render_path_escape',
  absolute_path: 'render_path_escape',
  remote_base: 'render_remote_base',
  irregular_file: 'render_path_escape',
  too_many_files: 'render_too_many_files',
  too_large_file: 'render_file_too_large',
  too_large_total: 'render_files_too_large',
  too_many_documents: 'render_too_many_documents',
  too_deep: 'render_too_deep',
  yaml: 'render_yaml',
  duplicate_key: 'render_duplicate_key',
  not_an_object: 'render_yaml',
  missing_kind: 'render_yaml',
  missing_name: 'render_yaml',
  kustomize: 'render_kustomize',
  kustomize_not_supported: 'render_kustomize',
  helm: 'render_helm',
  helm_chart: 'render_helm',
  helm_values: 'render_helm',
  helm_missing_dependency: 'render_helm',
  helm_schema_ref: 'render_remote_base',
  source_override: 'render_source_override',
  internal: 'render_refused',
} as const satisfies Record<string, Reason>

export type RefusalCode = keyof typeof REASON_OF_CODE
export const REFUSAL_CODES = Object.keys(REASON_OF_CODE) as RefusalCode[]

/** `limit` is what was exceeded, `shared` whether everybody who renders the same folder with the same options is refused alike. */
export type Refusal = { code: string; message: string; file: string; line: number; limit: number; shared: boolean }

/** Codes whose limit is a number of bytes. */
const BYTE_LIMITS: readonly string[] = ['too_large_file', 'too_large_total']
const MEBIBYTE = 1024 * 1024

/** Bytes as people read them: MiB with one decimal. */
export const mebibytes = (bytes: number): number => Math.round((bytes / MEBIBYTE) * 10) / 10

/** A code of a newer renderer is `render_refused`. */
const reasonOf = (code: string): Reason =>
  Object.hasOwn(REASON_OF_CODE, code) ? REASON_OF_CODE[code as RefusalCode] : 'render_refused'

/** Refusals that do not depend on who asked. Kept beside the errors, which are values of everybody's. */
const shared = new WeakSet<object>()

/** Whether a failed render fails for every deployment that asks for the same folder of the same commit with the same options. */
export const isSharedRefusal = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && shared.has(error)

/** The error people see; `file`, `line` and `limit` fill its words, the renderer's message is quoted. */
export function refusalError(refusal: Refusal): AppError {
  const { code, message, file, line } = refusal
  const limit = BYTE_LIMITS.includes(code) ? mebibytes(refusal.limit) : refusal.limit
  const error = new AppError('UPSTREAM', {
    reason: reasonOf(code),
    params: { file, line, ...(limit > 0 && { limit }), ...(code === 'path_not_found' && { path: file }) },
    detail: foreignWords(message),
  })
  if (refusal.shared) shared.add(error)
  return error
}
