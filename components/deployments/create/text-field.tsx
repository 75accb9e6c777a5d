'use client'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { FieldsProps } from './fields.ts'
import type { SpecDraft } from './spec-draft.ts'

/** Fields of the draft that are one line of text. */
export type TextKey = { [Key in keyof SpecDraft]: SpecDraft[Key] extends string ? Key : never }[keyof SpecDraft]

type Props = FieldsProps & {
  field: TextKey
  label: string
  hint: string
  placeholder?: string
  /** A number is typed. */
  numeric?: boolean
}

/** One line of the specification with what it means below it. */
export function TextField({ draft, set, error, field, label, hint, placeholder, numeric = false }: Props) {
  return (
    <Field label={label} hint={hint} error={error(field)}>
      {(control) => (
        <Input
          {...control}
          mono
          autoComplete="off"
          inputMode={numeric ? 'decimal' : 'text'}
          placeholder={placeholder}
          value={draft[field]}
          onChange={(event) => set({ [field]: event.target.value })}
        />
      )}
    </Field>
  )
}
