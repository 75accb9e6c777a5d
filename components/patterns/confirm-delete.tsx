'use client'
import { Trash2 } from 'lucide-react'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, type DialogProps } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import { FailureNotice } from './failure-notice.tsx'

export type ConfirmDeleteProps = Pick<DialogProps, 'open' | 'onClose' | 'title' | 'subtitle' | 'footnote' | 'size'> & {
  /** To be typed exactly. */
  name: string
  /** The act and its size: "배포와 리소스 9개 삭제". */
  submitLabel: string
  pending: boolean
  failure: PublicError | null
  /** `confirmation` is what was typed; the server compares it once more. */
  onConfirm: (confirmation: string) => void
  /** Not possible now; say why in `footnote`. */
  blocked?: boolean
  /** The exact list of what goes and what stays. */
  children?: ReactNode
}

const nameTag = (chunks: ReactNode) => (
  <code className="rounded-xs bg-active px-1 font-semibold anywhere">{chunks}</code>
)

/** Says what goes and what stays, and deletes only when the name has been typed. */
export function ConfirmDelete(props: ConfirmDeleteProps) {
  const { name, submitLabel, pending, failure, onConfirm, blocked, children, ...dialog } = props
  const t = useTranslations('common')
  const id = useId()
  const [typed, setTyped] = useState('')
  const matches = typed.trim() === name
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (matches && !pending && !blocked) onConfirm(typed.trim())
  }
  return (
    <Dialog
      size="decision"
      firstFocus="dialog"
      {...dialog}
      footer={
        <>
          <Button onClick={dialog.onClose}>{t('actions.cancel')}</Button>
          <Button type="submit" form={id} tone="danger" icon={Trash2} busy={pending} blocked={!matches || blocked}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} noValidate className="grid gap-4">
        <FailureNotice failure={failure} />
        {children}
        <Field label={<span>{t.rich('confirmName.label', { value: name, name: nameTag })}</span>}>
          {(control) => (
            <Input
              {...control}
              mono
              autoComplete="off"
              autoCapitalize="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
