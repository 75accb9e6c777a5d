import type { DevopsPermission } from '#lib/authz/permissions.ts'

/** A role of a DevOps project: what it allows, who holds it, and whether the reader may give it. */
export type RoleRow = {
  name: string
  alias: string
  description: string
  permissions: DevopsPermission[]
  /** Holders by invitation, by name: the first of them. */
  holders: string[]
  memberCount: number
  /** It allows nothing that the reader may not do. */
  isGrantable: boolean
  /** Null for a preset role, which cannot be changed. */
  version: number | null
}

/** How many holders are named where a role cannot be deleted. */
export const MOST_HOLDERS = 10
