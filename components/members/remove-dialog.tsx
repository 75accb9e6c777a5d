'use client'
import { UserMinus } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import type { MemberRow } from '#lib/features/members/types.ts'
import { Avatar } from './person.tsx'
import { memberActs, placeName, type MemberPlace } from './place.ts'
import { useRoleWords } from './role-choices.ts'

type Props = { place: MemberPlace; members: readonly MemberRow[]; onClose: () => void; onRemoved: () => void }

/** Removes members after saying who leaves what, and who keeps access by another role. */
export function RemoveDialog({ place, members, onClose, onRemoved }: Props) {
  const t = useTranslations('members.remove')
  const words = useRoleWords()
  const count = members.length
  const staying = members.filter(({ inherited }) => inherited !== null).map(({ username }) => username)
  const { run, pending, error } = useAction(memberActs(place).remove, (removed) => {
    toast({ tone: 'success', title: t('done', { count: removed.count }) })
    onRemoved()
    onClose()
  })
  return (
    <ConfirmDialog
      size="form"
      tone="danger"
      onClose={onClose}
      title={t('title')}
      subtitle={placeName(place)}
      submitLabel={t('submit', { count })}
      submitIcon={UserMinus}
      pending={pending}
      failure={error}
      onConfirm={() => void run(members.map(({ username }) => username))}
    >
      <p className="text-fg-2">
        {t(`text.${place.kind}`)} {t('bites')}
      </p>
      <ul className="max-h-72 overflow-y-auto rounded-md border border-line">
        {members.map(({ username, role }) => (
          <li key={username} className="flex items-center gap-2.5 border-t border-line px-3 py-2 first:border-t-0">
            <Avatar username={username} />
            <span className="min-w-0 flex-1 truncate font-semibold">{username}</span>
            <span className="truncate text-fg-2">{role === null ? null : words(role)}</span>
          </li>
        ))}
      </ul>
      {staying.length === 0 ? null : <p className="text-warn">{t('keeps', { names: staying.join(', ') })}</p>}
    </ConfirmDialog>
  )
}
