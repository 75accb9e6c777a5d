/** Inputs of the code repository actions; the import dialog and the server parse with the same schemas. */
import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { manifestPathSchema, revisionSchema } from '#lib/engine/model/spec.ts'

/** Shape only; whether the host may be contacted is decided on the server. Credentials inside the URL are refused. */
export const gitUrlSchema = z
  .string()
  .min(1, { error: 'required' })
  .max(2048, { error: 'too_long' })
  .superRefine((text, context) => {
    const issue = gitUrlIssue(text)
    if (issue) context.addIssue({ code: 'custom', message: issue })
  })

function gitUrlIssue(text: string): 'url_whitespace' | 'url_format' | 'url_scheme' | 'url_credentials' | null {
  if (/[\s\u0000-\u001f\u007f]/.test(text)) return 'url_whitespace'
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return 'url_format'
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'url_scheme'
  if (url.username || url.password) return 'url_credentials'
  if (!url.hostname || url.search || url.hash || /%(0a|0d|00)/i.test(text)) return 'url_format'
  return null
}

export const devopsScopeSchema = z.strictObject({ workspace: nameSchema, devopsProject: nameSchema })

export const testConnectionSchema = devopsScopeSchema.extend({ url: gitUrlSchema })

export const importRepositorySchema = devopsScopeSchema.extend({
  name: nameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
  provider: z.enum(['github', 'gitlab', 'bitbucket', 'git']).default('git'),
  url: gitUrlSchema,
  /** Import although the repository does not answer now; an address that our rules refuse stays refused. */
  withoutConnection: z.boolean().default(false),
})

export const editRepositorySchema = devopsScopeSchema.extend({
  name: nameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
  version: z.number().int(),
})

export const deleteRepositorySchema = devopsScopeSchema.extend({ name: nameSchema, confirmation: z.string().max(63) })

export const listRepositoriesSchema = devopsScopeSchema.extend({
  ...pageRequestSchema.shape,
  sort: z.enum(['name', 'createdAt']).default('createdAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})
export type ListRepositoriesInput = z.input<typeof listRepositoriesSchema>

export const repositoryRefSchema = devopsScopeSchema.extend({ name: nameSchema })

export const listFolderSchema = repositoryRefSchema.extend({
  revision: revisionSchema.default('HEAD'),
  path: manifestPathSchema.default('.'),
})
