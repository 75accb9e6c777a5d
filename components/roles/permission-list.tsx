'use client'
import { Check } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { RoleRow } from '#lib/features/roles/types.ts'
import { GROUP_NAMES, PERMISSION_GROUPS } from './permission-groups.ts'
import { useRoleTitle } from './use-role-title.ts'

/** What a role allows, beside the list. */
export function RolePermissions({ role, onClose }: { role: RoleRow; onClose: () => void }) {
  const t = useTranslations('roles')
  const common = useTranslations('common.actions')
  const title = useRoleTitle()
  const groups = GROUP_NAMES.map((name) => ({
    name,
    permissions: PERMISSION_GROUPS[name].filter((permission) => role.permissions.includes(permission)),
  })).filter(({ permissions }) => permissions.length > 0)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('show.title')}
      subtitle={title(role)}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <p className="text-sm text-fg-2">{role.description === '' ? t('show.text') : role.description}</p>
      <dl className="mt-3 divide-y divide-line rounded-md border border-line">
        {groups.map(({ name, permissions }) => (
          <div key={name} className="grid gap-x-4 gap-y-2 p-3 nav:grid-cols-[120px_1fr]">
            <dt className="text-sm font-medium text-fg-2">{t(`groups.${name}`)}</dt>
            <dd className="grid gap-2">
              {permissions.map((permission) => (
                <span key={permission} className="flex items-start gap-2 text-sm">
                  <Icon as={Check} className="mt-0.5 text-ok" />
                  <span className="min-w-0">
                    <span className="block font-medium">{t(`permissions.${permission}.title`)}</span>
                    <span className="block text-xs text-fg-2">{t(`permissions.${permission}.text`)}</span>
                  </span>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
