import type { DevopsRole, ScopedRole } from './actor.ts'
import { knownPermissions } from './dependencies.ts'

/** A membership of a DevOps project as it is stored: the database sees to it that exactly one of both is there. */
export type StoredRole = {
  role: ScopedRole | null
  customRole: { name: string; alias: string; permissions: string[] } | null
}

const NONE: DevopsRole = { name: '', alias: '', permissions: [] }

/** The role that a stored membership gives: a preset one, or one that the DevOps project made for itself. */
export const devopsRoleOf = ({ role, customRole }: StoredRole): DevopsRole =>
  customRole ? { ...customRole, permissions: knownPermissions(customRole.permissions) } : (role ?? NONE)
