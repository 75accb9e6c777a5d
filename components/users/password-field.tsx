'use client'
import { useTranslations } from 'use-intl/react'
import type { FormField } from '#components/patterns/use-form.ts'
import { cn } from '#components/ui/cn.ts'
import { Field } from '#components/ui/field.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import { passwordStrength, STRENGTHS, type Strength } from './password-strength.ts'

type Props = {
  field: FormField<string>
  label: string
  /** What everybody knows of the person: a password made of it is weak. */
  known: readonly string[]
  controlSize?: 'md' | 'lg'
}

/** A new password with its rules and a measure of its strength. */
export function NewPasswordField({ field, label, known, controlSize = 'md' }: Props) {
  const t = useTranslations('users.password')
  return (
    <div className="grid gap-2">
      <Field label={label} hint={t('rules')} error={field.error} required>
        {(control) => (
          <PasswordInput
            {...control}
            controlSize={controlSize}
            autoComplete="new-password"
            maxLength={64}
            value={field.value}
            onChange={(event) => field.onValue(event.target.value)}
          />
        )}
      </Field>
      {field.value === '' ? null : <Meter strength={passwordStrength(field.value, known)} />}
    </div>
  )
}

const TONES: Record<Strength, string> = { weak: 'bg-bad', fair: 'bg-warn', good: 'bg-ok', strong: 'bg-ok' }

function Meter({ strength }: { strength: Strength }) {
  const t = useTranslations('users.password')
  const reached = STRENGTHS.indexOf(strength)
  return (
    <div className="flex items-center gap-3 text-xs">
      <span aria-hidden className="grid flex-1 grid-cols-4 gap-1">
        {STRENGTHS.map((step, index) => (
          <span key={step} className={cn('h-1 rounded-full', index <= reached ? TONES[strength] : 'bg-line')} />
        ))}
      </span>
      <output className="min-w-16 text-right text-fg-2">{t('strength', { level: t(`strengths.${strength}`) })}</output>
    </div>
  )
}
