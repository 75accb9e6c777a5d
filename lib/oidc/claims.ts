/** What a provider says of a person → what Ieum takes from it. Pure; all of it is another system's text. */
import { z } from 'zod'

const MOST_GROUPS = 2000
const LONGEST_GROUP = 256

const groupsSchema = z.union([
  z.array(z.string().max(LONGEST_GROUP)).max(MOST_GROUPS),
  z
    .string()
    .max(LONGEST_GROUP)
    .transform((one) => [one]),
])

/**
 * The groups by the claim of that name. A provider that says none says that there are none; null for what cannot be read: another shape, too
 * many, or a hint that they are elsewhere (OpenID Connect Core §5.6.2, which large directories send instead of the list).
 */
export function groupsOf(claims: Readonly<Record<string, unknown>>, claim: string): string[] | null {
  const elsewhere = claims['_claim_names']
  if (typeof elsewhere === 'object' && elsewhere !== null && claim in elsewhere) return null
  const value = claims[claim]
  if (value === undefined || value === null) return []
  const result = groupsSchema.safeParse(value)
  return result.success ? [...new Set(result.data)] : null
}

/** The name and the address that a new person would have, as the provider has them; absent ones are empty. */
export function personOf(claims: Readonly<Record<string, unknown>>): {
  username: string
  email: string
  isEmailDenied: boolean
} {
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 300) : '')
  return {
    username: text(claims['preferred_username']).toLowerCase(),
    email: text(claims['email']),
    // Many providers say nothing of it; one that says "no", in whatever form (some write texts), is believed.
    isEmailDenied: ![undefined, null, true, 'true'].includes(claims['email_verified'] as boolean),
  }
}
