/** Inputs of the code repository actions; the import dialog and the server parse with the same schemas. */
import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { manifestPathSchema, revisionSchema } from '#lib/engine/model/spec.ts'
import { parseGitUrl } from '#lib/git/url.ts'

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
  const { scheme, user } = AUTHORITY.exec(text)?.groups ?? {}
  if (scheme !== undefined && !/^(https?|ssh)$/i.test(scheme)) return 'url_scheme'
  // By ssh the user name is part of the address; a password never is.
  if (user !== undefined && (scheme?.toLowerCase() !== 'ssh' || user.includes(':'))) return 'url_credentials'
  try {
    parseGitUrl(text)
    return null
  } catch {
    return 'url_format'
  }
}

const AUTHORITY = /^(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?:(?<user>[^@/]*)@)?/i

/** The host of an address as it is typed; empty where it is none yet. */
export function gitHostOf(text: string): string {
  try {
    return parseGitUrl(text.trim()).host
  } catch {
    return ''
  }
}

export const devopsScopeSchema = z.strictObject({ workspace: nameSchema, devopsProject: nameSchema })

/** Name of the DevOps project's credential that signs in; none for a public repository. */
const credentialNameSchema = nameSchema.nullable().default(null)

export const testConnectionSchema = devopsScopeSchema.extend({ url: gitUrlSchema, credential: credentialNameSchema })

export const importRepositorySchema = devopsScopeSchema.extend({
  name: nameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
  provider: z.enum(['github', 'gitlab', 'bitbucket', 'git']).default('git'),
  url: gitUrlSchema,
  credential: credentialNameSchema,
  /** Import although the repository does not answer now; an address that our rules refuse stays refused. */
  withoutConnection: z.boolean().default(false),
})

export const editRepositorySchema = devopsScopeSchema.extend({
  name: nameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
  /** Absent: stays as it is. Another one is tried first. */
  credential: nameSchema.nullable().optional(),
  /** Take the credential although the repository does not answer with it. */
  withoutConnection: z.boolean().default(false),
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
