'use client'
import type { ReactNode } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { FormField } from './use-form.ts'

export type TextFieldProps = {
  /** From `form.field(name)`. */
  field: FormField<string>
  label: ReactNode
  hint?: ReactNode
  required?: boolean
  optional?: boolean
  /** Ids, URLs, paths. */
  mono?: boolean
  placeholder?: string
  /** Fixed: shown, but not to be changed. */
  disabled?: boolean
  maxLength?: number
  autoFocus?: boolean
  autoComplete?: string
}

/** One line of text bound to a form. */
export function TextField({ field, label, hint, required, optional, autoComplete = 'off', ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={field.error} required={required} optional={optional}>
      {(control) => (
        <Input
          {...control}
          {...input}
          autoComplete={autoComplete}
          value={field.value}
          onChange={(event) => field.onValue(event.target.value)}
        />
      )}
    </Field>
  )
}

/** Several lines of text bound to a form. */
export function TextareaField({
  field,
  label,
  hint,
  optional,
  rows = 3,
  maxLength,
}: Pick<TextFieldProps, 'field' | 'label' | 'hint' | 'optional' | 'maxLength'> & { rows?: number }) {
  return (
    <Field label={label} hint={hint} error={field.error} optional={optional}>
      {(control) => (
        <Textarea
          {...control}
          rows={rows}
          maxLength={maxLength}
          value={field.value}
          onChange={(event) => field.onValue(event.target.value)}
        />
      )}
    </Field>
  )
}
