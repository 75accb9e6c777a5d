'use client'
import { useState, type FormEvent } from 'react'
import type { z } from 'zod'
import { useTranslations } from 'use-intl/react'
import { fieldIssues } from '#lib/actions/parse.ts'
import type { FieldIssue, PublicError } from '#lib/core/errors.ts'
import { describeField } from '#lib/i18n/describe.ts'
import { useAction, type ServerAction } from './use-action.ts'

export type FormOptions<Values extends object, Schema extends z.ZodType, Data> = {
  initial: Values
  /** The action's own schema: the form refuses what the action would refuse, without asking it. */
  schema: Schema
  /** What the action is called with. */
  toInput: (values: Values) => z.input<Schema>
  action: ServerAction<z.input<Schema>, Data>
  onSuccess?: (data: Data) => void
}

export type FormField<Value> = {
  value: Value
  onValue: (value: Value) => void
  /** Words under the control, undefined while nothing is wrong. */
  error: string | undefined
}

export type Form<Values extends object> = {
  values: Values
  /** A field with its value, its setter and its error; the issue path is the field's name unless given. */
  field: <Name extends keyof Values & string>(name: Name, path?: string) => FormField<Values[Name]>
  set: (change: Partial<Values>) => void
  /** Words of an issue by its dotted path ("nodePorts.0.nodePort"). */
  errorAt: (path: string) => string | undefined
  dirty: boolean
  pending: boolean
  /** Why the action refused, apart from issues that stand at a field. */
  failure: PublicError | null
  /** The form's `onSubmit`. */
  submit: (event: FormEvent<HTMLFormElement>) => void
}

/**
 * A form over a server action. What was typed stays when the server refuses; an issue disappears when its field is edited; after a
 * refusal the first wrong field has the focus.
 */
export function useForm<Values extends object, Schema extends z.ZodType, Data>(
  options: FormOptions<Values, Schema, Data>,
): Form<Values> {
  const t = useTranslations()
  const [values, setValues] = useState(options.initial)
  const [issues, setIssues] = useState<Record<string, FieldIssue>>({})
  const { run, pending, error } = useAction(options.action, options.onSuccess)

  const errorAt = (path: string) => {
    const issue = issues[path]
    return issue ? describeField(issue, t) : undefined
  }
  const set = (change: Partial<Values>) => {
    setValues((current) => ({ ...current, ...change }))
    setIssues((current) => without(current, Object.keys(change)))
  }
  const refuse = (form: HTMLFormElement, fields: Record<string, FieldIssue>) => {
    setIssues(fields)
    // The wrong field is marked only after this render.
    requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  const send = async (form: HTMLFormElement) => {
    const input = options.toInput(values)
    const parsed = options.schema.safeParse(input, { reportInput: true })
    if (!parsed.success) return refuse(form, fieldIssues(parsed.error.issues))
    const result = await run(input)
    refuse(form, result.ok ? {} : (result.error.fields ?? {}))
  }
  return {
    values,
    field: (name, path = name) => ({
      value: values[name],
      onValue: (value) => set({ [name]: value } as unknown as Partial<Values>),
      error: errorAt(path),
    }),
    set,
    errorAt,
    dirty: JSON.stringify(values) !== JSON.stringify(options.initial),
    pending,
    failure: error !== null && Object.keys(error.fields ?? {}).some((path) => path in issues) ? null : error,
    submit: (event) => {
      event.preventDefault()
      if (!pending) void send(event.currentTarget)
    },
  }
}

/** Issues without those of the edited fields and of everything inside them. */
function without(issues: Record<string, FieldIssue>, edited: string[]): Record<string, FieldIssue> {
  const kept = Object.entries(issues).filter(
    ([path]) => !edited.some((name) => path === name || path.startsWith(`${name}.`)),
  )
  return Object.fromEntries(kept)
}
