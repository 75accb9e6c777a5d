'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { importRepository } from '#lib/features/repositories/actions.ts'
import { gitUrlSchema, importRepositorySchema } from '#lib/features/repositories/schema.ts'
import type { ConnectionTest } from '#lib/features/repositories/types.ts'
import { fieldIssues } from '#lib/actions/parse.ts'
import { describeField } from '#lib/i18n/describe.ts'
import { createPage, type DevopsPlace } from '../deployments/urls.ts'
import { ImportFields, type ImportValues } from './import-fields.tsx'
import { SelectRepository } from './select-repository.tsx'
import { isRefusedByRule, useConnectionTest } from './use-connection-test.ts'

type Props = { place: DevopsPlace; sampleUrl: string | null; onClose: () => void }

const EMPTY: ImportValues = {
  name: '',
  alias: '',
  description: '',
  url: '',
  credential: null,
  withoutConnection: false,
}

/** Imports a code repository; choosing the repository replaces the body of the dialog until it is confirmed or left. */
export function ImportDialog({ place, sampleUrl, onClose }: Props) {
  const t = useTranslations('repositories.import')
  const [selecting, setSelecting] = useState(false)
  const [chosen, setChosen] = useState<ConnectionTest | null>(null)
  const form = useImportForm(place, chosen, onClose)
  const select = useSelection(place, form.values, (url, credential, test) => {
    form.set({ url, credential, withoutConnection: !test.ok })
    setChosen(test)
    setSelecting(false)
  })
  if (!selecting)
    return (
      <FormDialog open size="repository" onClose={onClose} form={form} title={t('title')}>
        <ImportFields form={form} test={chosen} onSelect={() => setSelecting(true)} />
      </FormDialog>
    )
  const back = () => setSelecting(false)
  return (
    <FormDialog
      open
      size="repository"
      // Leaving the choice loses nothing: it goes back to the form.
      onClose={back}
      onBack={back}
      form={{
        ...form,
        dirty: false,
        pending: select.connection.pending,
        failure: select.connection.failure,
        submit: select.submit,
      }}
      title={t('select')}
      subtitle={form.values.name === '' ? t('title') : t('selectFor', { name: form.values.name })}
      {...(select.state === 'unreachable' ? { submitLabel: t('withoutConnection') } : {})}
      blocked={select.state === 'refused'}
      footnote={
        select.state === 'unreachable'
          ? t('withoutConnectionNote')
          : select.state === 'refused'
            ? t('refusedNote')
            : undefined
      }
    >
      <SelectRepository
        place={place}
        credential={select.credential}
        onCredential={select.setCredential}
        url={select.url}
        onUrl={select.setUrl}
        error={select.error}
        connection={select.connection}
        onTest={() => void select.test()}
        sampleUrl={sampleUrl}
      />
    </FormDialog>
  )
}

/** The form of an import. `chosen` is the test of the chosen URL; its counts are told once the repository is here. */
function useImportForm(place: DevopsPlace, chosen: ConnectionTest | null, onClose: () => void) {
  const t = useTranslations('repositories.import')
  const refs = chosen?.refs
  return useForm({
    initial: EMPTY,
    schema: importRepositorySchema,
    toInput: (values) => ({ ...place, ...values }),
    action: importRepository,
    onSuccess: ({ name }) => {
      toast({
        tone: 'success',
        title: t('done', { name }),
        ...(refs ? { text: t('refs', { branches: refs.branches.length, tags: refs.tags.length }) } : {}),
        links: [{ href: createPage(place, name), label: t('next') }],
      })
      onClose()
    },
  })
}

/** `untested` also while URL or credential were changed after a test. */
type SelectionState = 'untested' | 'connected' | 'unreachable' | 'refused'

type Choice = Pick<ImportValues, 'url' | 'credential'>
type Take = (url: string, credential: string | null, test: ConnectionTest) => void

/** The choice of a URL and a credential: it is tested before it is taken, and taken without a connection only on a second, explicit press. */
function useSelection(place: DevopsPlace, initial: Choice, onTake: Take) {
  const t = useTranslations()
  const [url, setUrl] = useState(initial.url)
  const [credential, setCredential] = useState(initial.credential)
  const [error, setError] = useState<string | undefined>(undefined)
  const trimmed = url.trim()
  const connection = useConnectionTest(place, trimmed, credential)
  const { test } = connection
  const state: SelectionState =
    test === null ? 'untested' : test.ok ? 'connected' : isRefusedByRule(test) ? 'refused' : 'unreachable'

  const runTest = async (): Promise<ConnectionTest | null> => {
    const parsed = gitUrlSchema.safeParse(trimmed, { reportInput: true })
    if (!parsed.success) {
      const issue = fieldIssues(parsed.error.issues)['']
      setError(describeField(issue ?? { code: 'invalid' }, t))
      return null
    }
    return connection.run()
  }
  const submit = async () => {
    if (test !== null && state !== 'refused') return onTake(trimmed, credential, test)
    const result = await runTest()
    if (result?.ok) onTake(trimmed, credential, result)
  }
  return {
    url,
    credential,
    setCredential,
    setUrl: (next: string) => {
      setUrl(next)
      setError(undefined)
    },
    error,
    connection,
    state,
    test: runTest,
    submit: (event?: { preventDefault: () => void }) => {
      event?.preventDefault()
      if (!connection.pending) void submit()
    },
  }
}
