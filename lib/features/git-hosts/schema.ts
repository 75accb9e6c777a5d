/** Inputs of the allow-list of private Git hosts; the dialog and the server parse with the same schemas. */
import { z } from 'zod'
import { hostAndPort, parseGitUrl } from '#lib/git/url.ts'

/** A host without a port is reached by https. */
function normalise(text: string): string | null {
  if (!/^[^\s/@?#\\]+$/.test(text)) return null
  try {
    return hostAndPort(parseGitUrl(`https://${text}/r`))
  } catch {
    return null
  }
}

/** `host[:port]` in the one spelling that URLs are compared with: lower case, punycode, the port always. */
export const gitHostSchema = z
  .string()
  .trim()
  .min(1, { error: 'required' })
  .max(300, { error: 'too_long' })
  .transform((text, context) => {
    const host = normalise(text)
    if (host !== null) return host
    context.addIssue({ code: 'custom', message: 'host_format' })
    return z.NEVER
  })

const version = z.number().int().min(0)

export const addGitHostSchema = z.strictObject({ host: gitHostSchema, version })
export const removeGitHostSchema = z.strictObject({ host: gitHostSchema, version })
export const listGitHostsSchema = z.strictObject({})

/** What makes an address special, as far as its spelling tells: this machine, or the metadata service of a cloud. */
export type GitHostRisk = 'local' | 'linkLocal'

/** The risk of an entry, of what is typed too; null for none. */
export function riskOf(host: string): GitHostRisk | null {
  const name = host.trim().toLowerCase()
  if (/^(localhost|127\.|0\.|\[::1?\]|\[::ffff:(7f|127\.))/.test(name)) return 'local'
  return /^(169\.254\.|\[fe[89ab][0-9a-f]:|\[fd00:ec2:)/.test(name) ? 'linkLocal' : null
}
