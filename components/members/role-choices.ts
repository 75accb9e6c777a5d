'use client'
import { useTranslations } from 'use-intl/react'
import { SCOPED_ROLES, WORKSPACE_ROLES, type ScopedRole } from '#lib/authz/actor.ts'
import type { RoleName } from '#lib/features/members/types.ts'
import type { RoleRow } from '#lib/features/roles/types.ts'
import type { MemberPlace } from './place.ts'

/** A role that may be given here, and what it means in one line. */
export type RoleChoice = { value: string; label: string; meaning: string; isGrantable: boolean }

/** The roles of the place; those of a DevOps project came with the page, its own among them. */
export function useRoleChoices({ kind }: MemberPlace, roles: readonly RoleRow[]): RoleChoice[] {
  const words = useTranslations('tenancy.roles')
  const t = useTranslations('members.meanings')
  if (kind === 'workspace')
    return WORKSPACE_ROLES.map((value) => ({
      ...{ value, label: words(value), meaning: t(`workspace.${value}`), isGrantable: true },
    }))
  if (kind === 'project')
    return SCOPED_ROLES.map((value) => ({
      ...{ value, label: words(value), meaning: t(`project.${value}`), isGrantable: true },
    }))
  return roles.map(({ name, alias, description, version, isGrantable }) =>
    version === null
      ? { value: name, label: words(name as ScopedRole), meaning: t(`devops.${name as ScopedRole}`), isGrantable }
      : { value: name, label: alias === '' ? name : `${alias} (${name})`, meaning: description, isGrantable },
  )
}

/** The words of a role that somebody holds. */
export function useRoleWords(): (role: RoleName) => string {
  const words = useTranslations('tenancy.roles')
  return ({ name, alias, isCustom }) =>
    isCustom ? (alias === '' ? name : `${alias} (${name})`) : words(name as ScopedRole)
}
