'use client'
import { useTranslations } from 'use-intl/react'
import type { FormField } from '#components/patterns/use-form.ts'
import { useCan } from '#components/patterns/can.tsx'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import { PLATFORM_ROLES, type PlatformRole } from '#lib/authz/actor.ts'

/** A platform role, each with a line of what it gives. Only administrators hold all platform permissions and may make another one. */
export function PlatformRoleCards({ field }: { field: FormField<PlatformRole> }) {
  const t = useTranslations('users')
  const roles = useTranslations('shell.user.roles')
  const isAdmin = useCan('platform.audit.view')
  const offered = PLATFORM_ROLES.toReversed().filter((role) => isAdmin || role !== 'platform_admin')
  return (
    <RadioCards
      legend={t('fields.platformRole')}
      columns={2}
      cards={offered.map((role) => ({ value: role, title: roles(role), description: t(`roleTexts.${role}`) }))}
      value={field.value}
      onValue={field.onValue}
    />
  )
}
