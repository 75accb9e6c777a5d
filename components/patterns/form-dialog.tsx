'use client'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, type DialogProps } from '#components/ui/dialog.tsx'
import type { IconType } from '#components/ui/icon.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import { FailureNotice } from './failure-notice.tsx'
import type { Form } from './use-form.ts'

export type FormDialogProps<Values extends object> = Pick<
  DialogProps,
  'open' | 'title' | 'subtitle' | 'size' | 'footnote' | 'onBack'
> & {
  /** From `useForm`. Mount the dialog anew (`key`) for another object, so that it starts with that object's values. */
  form: Form<Values>
  onClose: () => void
  /** The act: "확인" by default. */
  submitLabel?: string
  submitIcon?: IconType
  /** Not possible now; say why in `footnote`. */
  blocked?: boolean
  children: ReactNode
}

/** A dialog with a form: fields, the reason of a refusal above them, 취소 and the act below. Asks before losing what was typed. */
export function FormDialog<Values extends object>({
  form,
  onClose,
  submitLabel,
  submitIcon,
  blocked,
  children,
  ...dialog
}: FormDialogProps<Values>) {
  const t = useTranslations('common.actions')
  const id = useId()
  const [asking, setAsking] = useState(false)
  const close = () => (form.dirty && !form.pending ? setAsking(true) : onClose())
  const submit = (event: FormEvent<HTMLFormElement>) => {
    // React lets it bubble through portals: the form below a dialog that stands on another one is not meant.
    event.stopPropagation()
    form.submit(event)
  }
  return (
    <>
      <Dialog
        {...dialog}
        onClose={close}
        footer={
          <>
            <Button onClick={close}>{t('cancel')}</Button>
            <Button type="submit" form={id} tone="primary" icon={submitIcon} busy={form.pending} blocked={blocked}>
              {submitLabel ?? t('confirm')}
            </Button>
          </>
        }
      >
        <form id={id} onSubmit={submit} noValidate className="grid gap-4">
          <FailureNotice failure={form.failure} />
          {children}
        </form>
      </Dialog>
      <DiscardDialog open={asking} onKeep={() => setAsking(false)} onDiscard={onClose} />
    </>
  )
}
