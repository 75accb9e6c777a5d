import { useTranslations } from 'use-intl/react'
import { toAuditAction } from '#lib/core/audited.ts'

/** What an audited action is called; one that another version wrote keeps its code. */
export function useActionWords(): (action: string) => string {
  const t = useTranslations('audit.actions')
  return (action) => {
    const known = toAuditAction(action)
    return known === null ? action : t(known)
  }
}
