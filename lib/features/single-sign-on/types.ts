import type { PlatformRole, ScopedRole, WorkspaceRole } from '#lib/authz/actor.ts'

/** What the log-in page knows of a provider. */
export type SignInChoice = { name: string; displayName: string }

/** The role that a group gives, and where. */
export type MappingTarget =
  | { kind: 'platform'; role: PlatformRole }
  | { kind: 'workspace'; workspace: string; role: WorkspaceRole }
  | { kind: 'devops'; workspace: string; devopsProject: string; role: ScopedRole }

export type Mapping = { id: string; group: string; target: MappingTarget }

/** A provider as its administrators see it. The secret never comes back. */
export type ProviderRow = {
  name: string
  displayName: string
  issuer: string
  clientId: string
  hasSecret: boolean
  scopes: string[]
  groupsClaim: string
  createsPeople: boolean
  version: number
  /** To be registered with the provider, exactly. */
  redirectUri: string
  /** People who are linked to an identity of it, and those among them who have no password. */
  people: number
  withoutPassword: number
  mappings: Mapping[]
}

/** `redirectBase`: what every redirect URI begins with; the provider's name follows. */
export type ProviderList = { redirectBase: string; providers: ProviderRow[] }

/** Where a group may give a role. */
export type Place = { workspace: string; devopsProjects: string[] }

/** What a provider answered to a test. */
export type TestedProvider = { keys: number; saysPkce: boolean }

/** An identity that lets its reader in. */
export type OwnIdentity = {
  id: string
  provider: string
  displayName: string
  subject: string
  lastLoginAt: string | null
}

/** How the reader signs in, and with which other providers they could. */
export type OwnSignIn = { hasPassword: boolean; identities: OwnIdentity[]; others: SignInChoice[] }
