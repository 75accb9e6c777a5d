'use client'
import { FolderGit2 } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import type { FieldsProps } from './fields.ts'
import { FormSection } from './form-section.tsx'

type Props = FieldsProps & { repositories: readonly RepositorySummary[]; repositoriesHref: string }

/** First step: what the deployment is called and where its manifests come from. */
export function BasicStep(props: Props) {
  const { draft, set, error } = props
  const t = useTranslations('deployments.create')
  const fields = useTranslations('deployments.fields')
  return (
    <>
      <FormSection title={t('steps.basic')} lead={t('basic.lead')}>
        <div className="grid gap-4">
          <Field label={fields('name')} required hint={t('basic.nameHint')} error={error('name')}>
            {(control) => (
              <Input
                {...control}
                mono
                autoFocus
                maxLength={63}
                autoComplete="off"
                value={draft.name}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={fields('alias')} optional hint={t('basic.aliasHint')} error={error('alias')}>
            {(control) => (
              <Input
                {...control}
                maxLength={63}
                value={draft.alias}
                onChange={(event) => set({ alias: event.target.value })}
              />
            )}
          </Field>
          <Field label={fields('description')} optional error={error('description')}>
            {(control) => (
              <Textarea
                {...control}
                maxLength={256}
                value={draft.description}
                onChange={(event) => set({ description: event.target.value })}
              />
            )}
          </Field>
        </div>
      </FormSection>
      <RepositorySection {...props} />
    </>
  )
}

/** The repository that the manifests are in. */
export function RepositorySection({ draft, set, error, repositories, repositoriesHref }: Props) {
  const t = useTranslations('deployments.create')
  const fields = useTranslations('deployments.fields')
  return (
    <FormSection title={t('basic.source')} lead={t('basic.sourceLead')}>
      <Field label={fields('repository')} required error={error('repository')}>
        {(control) => (
          <Combobox
            control={control}
            value={draft.repository}
            onValue={(repository) => set({ repository })}
            placeholder={t('basic.repositoryPlaceholder')}
            searchLabel={t('basic.repositorySearch')}
            emptyText={t('basic.repositoryNone')}
            options={repositories.map(({ name, alias, url }) => ({
              value: name,
              label: alias === '' ? name : `${name} (${alias})`,
              description: url,
              icon: FolderGit2,
            }))}
          />
        )}
      </Field>
      <p className="mt-2 text-xs text-fg-3">
        {t('basic.importFirst')}{' '}
        <Link href={repositoriesHref} className="text-accent underline">
          {t('basic.import')}
        </Link>
      </p>
    </FormSection>
  )
}
