import type { Page } from '#lib/core/page.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { HostKey } from '#lib/git/types.ts'

export type CredentialType = 'username_password' | 'ssh_key' | 'access_token'

/** A credential as people see it. What it keeps secret is in no type that leaves the server. */
export type CredentialSummary = {
  id: string
  name: string
  type: CredentialType
  description: string
  username: string
  /** `scheme://host[:port]` that the secret may be sent to. */
  boundTo: string
  repositoryCount: number
  version: number
  createdAt: string
  updatedAt: string
}
export type CredentialPage = Page<CredentialSummary>

export type CredentialUser = {
  name: string
  url: string
  check: { state: 'unchecked' | 'connected' | 'failed'; reason: Reason | null; detail: string; at: string | null }
}
/** Something that was done to it. */
export type CredentialEvent = {
  id: string
  at: string
  actor: string
  action: string
  /** Names of what changed. */
  changed: string[]
}

export type CredentialDetail = CredentialSummary & {
  knownHosts: string
  hostKeys: HostKey[]
  /** When it last signed in somewhere, or tried to. */
  lastUsedAt: string | null
  users: CredentialUser[]
  events: CredentialEvent[]
}

/** What its repositories answered right after the credential was changed. */
export type Rechecked = { connected: number; failed: number; waiting: number }

/** The choices of a form are one page of the list. */
export const MOST_CREDENTIALS = 100

export type { HostKey } from '#lib/git/types.ts'
