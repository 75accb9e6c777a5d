'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, type DialogProps } from '#components/ui/dialog.tsx'
import { Banner } from './banner.tsx'

export type InUseDialogProps = Pick<DialogProps, 'onClose' | 'title' | 'subtitle'> & {
  /** Who still needs it, in a few words: "3개의 배포가 사용 중". */
  reason: string
  /** What to do first. */
  advice: string
  /** The users by name. */
  children: ReactNode
}

/** Refuses a deletion before anything is typed: the thing is still used, and by whom. Mounted means open. */
export function InUseDialog({ reason, advice, children, ...dialog }: InUseDialogProps) {
  const t = useTranslations('common.actions')
  return (
    <Dialog open {...dialog} footer={<Button onClick={dialog.onClose}>{t('close')}</Button>}>
      <div className="grid gap-3">
        <Banner tone="blocked" title={reason}>
          {advice}
        </Banner>
        {children}
      </div>
    </Dialog>
  )
}
