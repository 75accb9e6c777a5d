'use client'
import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, type DialogProps } from '#components/ui/dialog.tsx'
import type { IconType } from '#components/ui/icon.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import { FailureNotice } from './failure-notice.tsx'

export type ConfirmDialogProps = Pick<DialogProps, 'onClose' | 'title' | 'subtitle' | 'footnote' | 'size'> & {
  /** The act: "동기화 중지". */
  submitLabel: string
  submitIcon: IconType
  tone?: 'primary' | 'danger'
  pending: boolean
  failure: PublicError | null
  /** Not possible now; say why in `footnote`. */
  blocked?: boolean
  onConfirm: () => void
  /** What happens, in sentences. */
  children: ReactNode
}

/** Says what an act does before it is done. Mounted means open. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { submitLabel, submitIcon, tone = 'primary', pending, failure, blocked, onConfirm, children, ...dialog } = props
  const t = useTranslations('common.actions')
  const id = useId()
  return (
    <Dialog
      open
      firstFocus="dialog"
      {...dialog}
      footer={
        <>
          <Button onClick={dialog.onClose}>{t('cancel')}</Button>
          <Button type="submit" form={id} tone={tone} icon={submitIcon} busy={pending} blocked={blocked}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="grid gap-4 text-sm"
        onSubmit={(event) => {
          event.preventDefault()
          if (!pending) onConfirm()
        }}
      >
        <FailureNotice failure={failure} />
        {children}
      </form>
    </Dialog>
  )
}
