import type { GitHostRisk } from './schema.ts'

export type GitHost = {
  /** `host:port`. */
  host: string
  risk: GitHostRisk | null
  /** The demonstration's own; it is allowed again at every start. */
  isDemo: boolean
  /** Repositories that are read from there, at most 20. */
  repositories: { workspace: string; devopsProject: string; name: string }[]
  repositoryCount: number
}

/** `version` guards the list against two editors; 0: it was never set. */
export type GitHostList = { version: number; hosts: GitHost[] }
