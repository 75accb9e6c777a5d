'use client'
import { CircleCheck, CircleX, FolderGit2, Plus } from 'lucide-react'
import { useId } from 'react'
import { useTranslations } from 'use-intl/react'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import type { Form } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { FieldNote, RequiredMark } from '#components/ui/field.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { ConnectionTest } from '#lib/features/repositories/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'

export type ImportValues = {
  name: string
  alias: string
  description: string
  url: string
  credential: string | null
  withoutConnection: boolean
}

type Props = {
  form: Form<ImportValues>
  /** The test of the chosen URL. */
  test: ConnectionTest | null
  onSelect: () => void
}

/** What the repository is called here, and which one it is. */
export function ImportFields({ form, test, onSelect }: Props) {
  const t = useTranslations('repositories')
  return (
    <>
      <TextField
        label={t('fields.name')}
        required
        mono
        maxLength={63}
        hint={t('import.nameHint')}
        field={form.field('name')}
        autoFocus
      />
      <TextField label={t('fields.alias')} optional maxLength={63} field={form.field('alias')} />
      <TextareaField
        label={t('fields.description')}
        optional
        rows={2}
        maxLength={256}
        field={form.field('description')}
      />
      <ChosenRepository
        url={form.values.url}
        credential={form.values.credential}
        test={test}
        error={form.errorAt('url')}
        onSelect={onSelect}
      />
    </>
  )
}

type ChosenProps = {
  url: string
  credential: string | null
  test: ConnectionTest | null
  error: string | undefined
  onSelect: () => void
}

/** The dashed box that leads to the choice, or what was chosen. */
function ChosenRepository({ url, credential, test, error, onSelect }: ChosenProps) {
  const t = useTranslations('repositories')
  const id = useId()
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className="mb-1 flex items-center gap-1 text-sm font-medium">
        {t('fields.repository')}
        <RequiredMark required />
      </p>
      {url === '' ? (
        <button
          type="button"
          data-invalid={error === undefined ? undefined : true}
          aria-describedby={error === undefined ? undefined : `${id}-note`}
          onClick={onSelect}
          className="flex h-16 w-full items-center justify-center gap-2 rounded-md border border-dashed border-control text-sm font-medium text-accent hover:bg-hover data-invalid:border-bad"
        >
          <Icon as={Plus} />
          {t('import.select')}
        </button>
      ) : (
        <div className="flex items-center gap-3 rounded-md border border-line-strong px-3 py-2.5">
          <span className="grid size-9 shrink-0 place-items-center rounded-sm bg-sunken text-fg-2">
            <Icon as={FolderGit2} />
          </span>
          <div className="min-w-0 flex-1">
            <code className="block text-xs anywhere">{url}</code>
            {credential === null ? null : (
              <p className="mt-0.5 text-xs text-fg-2 anywhere">
                {t('detail.credential')}: {credential}
              </p>
            )}
            {test === null ? null : <Outcome test={test} />}
          </div>
          <Button size="sm" onClick={onSelect}>
            {t('import.reselect')}
          </Button>
        </div>
      )}
      {error === undefined ? null : <FieldNote id={`${id}-note`} error={error} />}
    </div>
  )
}

function Outcome({ test }: { test: ConnectionTest }) {
  const t = useTranslations()
  const { refs } = test
  return (
    <p className="mt-0.5 flex items-center gap-1.5 text-xs text-fg-2">
      <Icon as={test.ok ? CircleCheck : CircleX} className={test.ok ? 'size-3.5 text-ok' : 'size-3.5 text-bad'} />
      {test.ok && refs !== null
        ? t('repositories.import.outcome', { branches: refs.branches.length, tags: refs.tags.length })
        : describeWhy({ reason: test.reason ?? 'git_failed' }, t).short}
    </p>
  )
}
