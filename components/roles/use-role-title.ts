'use client'
import { useTranslations } from 'use-intl/react'
import type { ScopedRole } from '#lib/authz/actor.ts'
import type { RoleRow } from '#lib/features/roles/types.ts'

/** What a role is called in sentences and titles: a preset one by the catalogue's words, an own one by its name. */
export function useRoleTitle(): (role: Pick<RoleRow, 'name' | 'version'>) => string {
  const words = useTranslations('tenancy.roles')
  return ({ name, version }) => (version === null ? words(name as ScopedRole) : name)
}
