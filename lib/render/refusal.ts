/** Translates what the renderer says (renderer/README.md, "Refusals") into the product's reasons. */
import { AppError } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { foreignWords } from '#lib/process/foreign-words.ts'

/** Every refusal code of the renderer. */
const REASON_OF_CODE = {
  bad_request: 'render_refused',
  path_not_found: 'path_not_found',
  path_escape: 'render_path_escape',
  symlink_escape: 'render_path_escape',
  absolute_path: 'render_path_escape',
  remote_base: 'render_remote_base',
  irregular_file: 'render_path_escape',
  too_many_files: 'render_too_large',
  too_large_file: 'render_too_large',
  too_large_total: 'render_too_large',
  too_many_documents: 'render_too_large',
  too_deep: 'render_too_large',
  yaml: 'render_yaml',
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
  internal: 'render_refused',
} as const satisfies Record<string, Reason>

export type RefusalCode = keyof typeof REASON_OF_CODE
export const REFUSAL_CODES = Object.keys(REASON_OF_CODE) as RefusalCode[]

export type Refusal = { code: string; message: string; file: string; line: number }

/**
 * The reason of a code; a code of a newer renderer is `render_refused`. A missing path with a line is not the deployment's own path: a
 * kustomization names there what does not exist.
 */
function reasonOf(code: string, line: number): Reason {
  if (code === 'path_not_found' && line > 0) return 'render_kustomize'
  return Object.hasOwn(REASON_OF_CODE, code) ? REASON_OF_CODE[code as RefusalCode] : 'render_refused'
}

/** The error people see; `file` and `line` fill its words, the renderer's message is quoted. */
export function refusalError({ code, message, file, line }: Refusal): AppError {
  return new AppError('UPSTREAM', {
    reason: reasonOf(code, line),
    params: { file, line },
    detail: foreignWords(message),
  })
}
