'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { addGitHost, removeGitHost } from '#lib/features/git-hosts/actions.ts'
import { addGitHostSchema, riskOf } from '#lib/features/git-hosts/schema.ts'
import type { GitHost } from '#lib/features/git-hosts/types.ts'

/** Allows one more host; addresses of the server itself and of metadata services are warned of. */
export function AddHostDialog({ version, onClose }: { version: number; onClose: () => void }) {
  const t = useTranslations('gitHosts')
  const form = useForm({
    initial: { host: '' },
    schema: addGitHostSchema,
    toInput: ({ host }) => ({ host, version }),
    action: addGitHost,
    onSuccess: () => {
      toast({ tone: 'success', title: t('add.done', { host: form.values.host.trim().toLowerCase() }) })
      onClose()
    },
  })
  const risk = riskOf(form.values.host)
  return (
    <FormDialog open onClose={onClose} form={form} title={t('add.title')} submitLabel={t('add.submit')}>
      <TextField
        label={t('columns.host')}
        hint={t('add.hint')}
        placeholder="git.example.com:8443"
        required
        mono
        maxLength={300}
        field={form.field('host')}
        autoFocus
      />
      {risk === null ? null : (
        <Banner tone="warn" title={t(`risk.${risk}`)}>
          {t(`riskText.${risk}`)}
        </Banner>
      )}
    </FormDialog>
  )
}

type RemoveProps = { version: number; host: GitHost; onClose: () => void }

/** Takes a host off the list; says whose repositories will fail. */
export function RemoveHostDialog({ version, host, onClose }: RemoveProps) {
  const t = useTranslations('gitHosts')
  const { run, pending, error } = useAction(removeGitHost, () => {
    toast({ tone: 'success', title: t('remove.done', { host: host.host }) })
    onClose()
  })
  const { repositories, repositoryCount } = host
  return (
    <ConfirmDelete
      open
      size="form"
      onClose={onClose}
      title={t('remove.title')}
      name={host.host}
      submitLabel={t('remove.submit')}
      pending={pending}
      failure={error}
      onConfirm={() => void run({ host: host.host, version })}
    >
      {repositoryCount === 0 ? (
        <p className="text-sm text-fg-2">{t('remove.unused')}</p>
      ) : (
        <Banner tone="warn" title={t('remove.used', { count: repositoryCount })}>
          <p>{t('remove.usedText')}</p>
          <ul className="mt-1 list-disc pl-4">
            {repositories.map(({ workspace, devopsProject, name }) => (
              <li key={`${workspace}/${devopsProject}/${name}`} className="anywhere">
                {workspace} / {devopsProject} / {name}
              </li>
            ))}
          </ul>
        </Banner>
      )}
    </ConfirmDelete>
  )
}
