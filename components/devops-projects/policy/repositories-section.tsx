'use client'
import { useTranslations } from 'use-intl/react'
import { FormSection } from '#components/deployments/create/form-section.tsx'
import { Field } from '#components/ui/field.tsx'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { SectionProps } from './destinations-section.tsx'

/** Which repositories may be read: all, or those that a pattern names. */
export function RepositoriesSection({ draft, onDraft, errorAt }: SectionProps) {
  const t = useTranslations('tenancy.policy')
  return (
    <FormSection title={t('repositories')} lead={t('repositoriesText')}>
      <RadioCards
        legend={t('repositories')}
        legendHidden
        columns={2}
        value={draft.repositoriesLimited ? 'someRepositories' : 'allRepositories'}
        onValue={(value) => onDraft({ ...draft, repositoriesLimited: value === 'someRepositories' })}
        cards={(['allRepositories', 'someRepositories'] as const).map((value) => ({
          value,
          title: t(value),
          description: t(`${value}Text`),
        }))}
      />
      {draft.repositoriesLimited ? (
        <Field label={t('patterns')} hint={t('patternsHint')} error={errorAt('policy.repositories')} className="mt-4">
          {(control) => (
            <Textarea
              {...control}
              rows={4}
              value={draft.patterns}
              onChange={(event) => onDraft({ ...draft, patterns: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </FormSection>
  )
}
