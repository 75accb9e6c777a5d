'use client'
import { UserCog } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import type { MemberRow } from '#lib/features/members/types.ts'
import { memberActs, placeName, type MemberPlace } from './place.ts'
import type { RoleChoice } from './role-choices.ts'

type Props = { place: MemberPlace; member: MemberRow; choices: readonly RoleChoice[]; onClose: () => void }

/** Gives a member another role, each with a line of what it means. */
export function ChangeRoleDialog({ place, member, choices, onClose }: Props) {
  const t = useTranslations('members.change')
  const { username, inherited } = member
  const current = member.role?.name ?? ''
  const [role, setRole] = useState(current)
  const { run, pending, error } = useAction(memberActs(place).change, () => {
    toast({ tone: 'success', title: t('done', { name: username }) })
    onClose()
  })
  return (
    <ConfirmDialog
      size="form"
      onClose={onClose}
      title={t('title')}
      subtitle={`${username} · ${placeName(place)}`}
      submitLabel={t('open')}
      submitIcon={UserCog}
      pending={pending}
      failure={error}
      blocked={role === current}
      footnote={t('note')}
      onConfirm={() => void run({ username, role })}
    >
      {inherited === 'admin' || inherited === 'viewer' ? <p className="text-fg-2">{t(`keeps.${inherited}`)}</p> : null}
      <RadioCards
        legend={t('legend')}
        columns={2}
        value={role}
        onValue={setRole}
        cards={choices
          .filter(({ isGrantable }) => isGrantable)
          .map(({ value, label, meaning }) => ({
            ...{ value, title: label },
            ...(meaning === '' ? {} : { description: meaning }),
          }))}
      />
    </ConfirmDialog>
  )
}
