'use client'
import { CircleAlert } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

/** What a control inside a `Field` must carry to belong to its label, hint and error. */
export type ControlAttributes = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

export type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  /** Replaces the hint. */
  error?: string | undefined
  required?: boolean | undefined
  /** Says in words that the field may stay empty. */
  optional?: boolean | undefined
  className?: string | undefined
  children: (control: ControlAttributes) => ReactNode
}

/** Label above, control, hint or error below. */
export function Field({ label, hint, error, required, optional, className, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const hasNote = error !== undefined || hint !== undefined
  return (
    <div className={cn('min-w-0', className)}>
      <label htmlFor={id} className="mb-1 flex items-center gap-1 text-sm font-medium">
        {label}
        <RequiredMark required={required} optional={optional} />
      </label>
      {children({
        id,
        'aria-describedby': hasNote ? noteId : undefined,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-required': required || undefined,
      })}
      {hasNote ? <FieldNote id={noteId} hint={hint} error={error} /> : null}
    </div>
  )
}

/** The red star with its hidden word, or the grey word for "optional". */
export function RequiredMark({
  required,
  optional,
}: {
  required?: boolean | undefined
  optional?: boolean | undefined
}) {
  const t = useTranslations('common.form')
  if (required)
    return (
      <>
        <span aria-hidden className="text-bad">
          *
        </span>
        <span className="sr-only">({t('required')})</span>
      </>
    )
  return optional ? <span className="text-xs font-normal text-fg-3">{t('optional')}</span> : null
}

/** The line under a control: what it expects, or what is wrong with it. */
export function FieldNote({ id, hint, error }: { id: string; hint?: ReactNode; error?: string | undefined }) {
  if (error === undefined)
    return (
      <p id={id} className="mt-1 text-xs text-fg-3">
        {hint}
      </p>
    )
  return (
    <p id={id} className="mt-1 flex items-start gap-1 text-xs text-bad">
      <Icon as={CircleAlert} className="mt-px size-3.5" />
      <span className="min-w-0">{error}</span>
    </p>
  )
}
