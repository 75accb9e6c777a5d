/**
 * What a permission of a DevOps project needs to be of use, and the algebra of picking permissions for a role: picking one picks what it
 * depends on, and what another picked one depends on cannot be unpicked. Pure; the picker and the server use the same functions.
 * Source: the permission table of the tutorial's system (managing needs viewing; deployments need repositories, these credentials).
 */
import { PERMISSIONS, type DevopsPermission } from './permissions.ts'

/** Direct dependencies. A page of the DevOps project is reached through `devops.view`, which every other one leads to. */
export const DEPENDS_ON: Record<DevopsPermission, readonly DevopsPermission[]> = {
  'devops.view': [],
  'devops.repositories.view': ['devops.credentials.view'],
  'devops.repositories.manage': ['devops.repositories.view'],
  'devops.deployments.view': ['devops.repositories.view'],
  'devops.deployments.manage': ['devops.deployments.view'],
  'devops.secrets.reveal': ['devops.deployments.view'],
  'devops.credentials.view': ['devops.view'],
  'devops.credentials.manage': ['devops.credentials.view'],
  'devops.members.view': ['devops.view'],
  'devops.members.manage': ['devops.members.view'],
  'devops.settings.view': ['devops.view'],
  'devops.settings.manage': ['devops.settings.view'],
}

/** Everything that a permission needs, near and far, without itself. */
const needsOf = (permission: DevopsPermission): DevopsPermission[] =>
  DEPENDS_ON[permission].flatMap((direct) => [direct, ...needsOf(direct)])

/** The picked permissions with everything they need, each once, in the catalogue's order. */
export function withDependencies(picked: readonly DevopsPermission[]): DevopsPermission[] {
  const all = new Set(picked.flatMap((permission) => [permission, ...needsOf(permission)]))
  return PERMISSIONS.devops.filter((permission) => all.has(permission))
}

/** The picked permissions that need this one: while there are any, it cannot be unpicked. */
export const neededBy = (permission: DevopsPermission, picked: readonly DevopsPermission[]): DevopsPermission[] =>
  picked.filter((one) => needsOf(one).includes(permission))

/** The choice after a click on one permission: picked with what it needs, or unpicked unless another one needs it. */
export function toggle(permission: DevopsPermission, picked: readonly DevopsPermission[]): DevopsPermission[] {
  if (!picked.includes(permission)) return withDependencies([...picked, permission])
  return neededBy(permission, picked).length > 0 ? [...picked] : picked.filter((one) => one !== permission)
}

/** Stored names → permissions: those of a catalogue that is no longer ours mean nothing, and the way in is always there. */
export const knownPermissions = (stored: readonly string[]): DevopsPermission[] =>
  PERMISSIONS.devops.filter((permission) => permission === 'devops.view' || stored.includes(permission))
