'use client'
import { Trash2 } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { InUseDialog } from '#components/patterns/in-use-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { deleteRole } from '#lib/features/roles/actions.ts'
import type { RoleRow } from '#lib/features/roles/types.ts'

type Props = { place: DevopsPlace; role: RoleRow; onClose: () => void }

/** Deletes a role that nobody holds; one that is held is refused with the names. */
export function DeleteRoleDialog(props: Props) {
  return props.role.memberCount > 0 ? <InUse {...props} /> : <Confirm {...props} />
}

function Confirm({ place, role: { name }, onClose }: Props) {
  const t = useTranslations('roles.delete')
  const { run, pending, error } = useAction(deleteRole, () => {
    toast({ tone: 'success', title: t('done', { name }) })
    onClose()
  })
  return (
    <ConfirmDialog
      size="form"
      tone="danger"
      onClose={onClose}
      title={t('title')}
      subtitle={name}
      submitLabel={t('submit')}
      submitIcon={Trash2}
      pending={pending}
      failure={error}
      onConfirm={() => void run({ ...place, name })}
    >
      <p className="text-fg-2">{t('text')}</p>
    </ConfirmDialog>
  )
}

function InUse({ role: { name, memberCount, holders }, onClose }: Props) {
  const t = useTranslations('roles.delete')
  const more = memberCount - holders.length
  return (
    <InUseDialog
      onClose={onClose}
      title={t('title')}
      subtitle={name}
      reason={t('inUse', { count: memberCount })}
      advice={t('inUseText')}
    >
      <ul className="divide-y divide-line rounded-md border border-line text-sm">
        {holders.map((holder) => (
          <li key={holder} className="px-3 py-2">
            {holder}
          </li>
        ))}
        {more > 0 ? <li className="px-3 py-2 text-fg-2">{t('more', { count: more })}</li> : null}
      </ul>
    </InUseDialog>
  )
}
