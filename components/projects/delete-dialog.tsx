'use client'
import Link from 'next/link'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { deploymentPage } from '#components/deployments/urls.ts'
import { projectApi } from '#components/objects/access.ts'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import { deleteProject } from '#lib/features/projects/actions.ts'
import { NAMESPACE_FATES } from '#lib/features/projects/schema.ts'
import type { ProjectUser } from '#lib/features/projects/types.ts'

type Props = {
  place: ProjectPlace
  onClose: () => void
  /** The deletion is under way (and true for good once it is gone), or was refused: nobody reads of the project meanwhile. */
  onDeleting: (isDeleting: boolean) => void
  onDeleted: () => void
}

/** The end of a project, when no deployment goes there; otherwise, which ones do. */
export function DeleteProjectDialog(props: Props) {
  const t = useTranslations('tenancy.projects')
  const common = useTranslations('common.actions')
  const { place, onClose } = props
  const [isDeleting, setDeleting] = useState(false)
  const url = isDeleting ? null : `${projectApi(place)}/users`
  const { data, error } = useRemote<ProjectUser[]>('projects', url)
  const tell = (isNow: boolean) => {
    setDeleting(isNow)
    props.onDeleting(isNow)
  }
  if (isDeleting || data?.length === 0) return <Confirm {...props} onDeleting={tell} />
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('delete')}
      subtitle={place.project}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <FailureNotice failure={error} />
      {data === undefined ? null : (
        <div className="grid gap-3">
          <Banner tone="blocked" title={t('inUse', { count: data.length })}>
            {t('inUseText')}
          </Banner>
          <ul className="rounded-md border border-line">
            {data.map((user) => (
              <User key={`${user.devopsProject}/${user.name}`} workspace={place.workspace} user={user} />
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}

function User({ workspace, user }: { workspace: string; user: ProjectUser }) {
  const { name, devopsProject, mayOpen } = user
  return (
    <li className="flex min-h-11 items-center gap-3 border-t border-line px-4 py-2 text-sm first:border-t-0">
      {mayOpen ? (
        <Link
          href={deploymentPage({ workspace, devopsProject }, name)}
          className="font-semibold hover:text-accent hover:underline"
        >
          {name}
        </Link>
      ) : (
        <span className="font-semibold">{name}</span>
      )}
      <span className="text-xs text-fg-3">{devopsProject}</span>
    </li>
  )
}

function Confirm({ place, onClose, onDeleting, onDeleted }: Props) {
  const t = useTranslations('tenancy.projects')
  const { project } = place
  const [fate, setFate] = useState<(typeof NAMESPACE_FATES)[number]>('release')
  const { run, pending, error } = useAction(deleteProject, ({ isReleased }) => {
    toast({ tone: 'success', title: t('deleted', { name: project }), ...(isReleased ? {} : { text: t('labelsLeft') }) })
    onDeleted()
  })
  const end = async (confirmation: string) => {
    onDeleting(true)
    if (!(await run({ ...place, confirmation, namespace: fate })).ok) onDeleting(false)
  }
  return (
    <ConfirmDelete
      open
      onClose={onClose}
      title={t('delete')}
      subtitle={project}
      name={project}
      submitLabel={t(`fates.${fate}.submit`)}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => void end(confirmation)}
    >
      <RadioCards
        legend={t('fate')}
        columns={2}
        value={fate}
        onValue={setFate}
        cards={NAMESPACE_FATES.map((value) => ({
          value,
          title: t(`fates.${value}.title`),
          description: t(`fates.${value}.text`),
          ...(value === 'delete' ? { risk: t('fates.delete.risk') } : {}),
        }))}
      />
    </ConfirmDelete>
  )
}
