'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { projectApi } from '#components/objects/access.ts'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { projectsPage, type ProjectPlace } from '#components/shell/paths.ts'
import { DangerPanel } from '#components/tenancy/danger-panel.tsx'
import { InfoPanel } from '#components/tenancy/info-panel.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel, PanelHeader } from '#components/ui/panel.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import { editProject, setProjectQuota } from '#lib/features/projects/actions.ts'
import { editProjectSchema, setQuotaSchema } from '#lib/features/projects/schema.ts'
import type { ProjectSummary, QuotaView } from '#lib/features/projects/types.ts'
import { DeleteProjectDialog } from './delete-dialog.tsx'
import { fromQuotaValues, QuotaFields, toQuotaValues } from './quota-fields.tsx'

type Props = { place: ProjectPlace; project: ProjectSummary }

/** What a project is called, what it may use, and its end. */
export function ProjectSettingsView({ place, project }: Props) {
  const t = useTranslations('tenancy')
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  const [isDeleting, setDeleting] = useState(false)
  const mayEdit = project.permissions.includes('project.settings.manage')
  return (
    <div className="grid gap-4">
      <PageHeader title={t('settings.title')} description={t('settings.projectText')} />
      <Info key={project.version} place={place} project={project} mayEdit={mayEdit} />
      <Quota place={place} mayEdit={mayEdit} isAway={isDeleting} />
      {mayEdit ? (
        <DangerPanel text={t('settings.projectDanger')} label={t('projects.delete')} onDelete={() => setAsking(true)} />
      ) : null}
      {isAsking ? (
        <DeleteProjectDialog
          place={place}
          onClose={() => setAsking(false)}
          onDeleting={setDeleting}
          onDeleted={() => router.push(projectsPage(place.workspace))}
        />
      ) : null}
    </div>
  )
}

function Info({ place, project, mayEdit }: Props & { mayEdit: boolean }) {
  const t = useTranslations('tenancy.settings')
  const { name, alias, description, version } = project
  const form = useForm({
    initial: { alias, description },
    schema: editProjectSchema,
    toInput: (values) => ({ ...place, ...values, version }),
    action: editProject,
    onSuccess: () => toast({ tone: 'success', title: t('saved', { name }) }),
  })
  return <InfoPanel name={name} form={form} mayEdit={mayEdit} />
}

function Quota({ place, mayEdit, isAway }: { place: ProjectPlace; mayEdit: boolean; isAway: boolean }) {
  const t = useTranslations('tenancy.quota')
  const { data, error, fetching, refresh } = useRemote<QuotaView>(
    'projects',
    isAway ? null : `${projectApi(place)}/quota`,
  )
  return (
    <Panel>
      <PanelHeader title={t('title')} />
      {data === undefined ? (
        error === null ? (
          <LoadingRows rows={2} label={t('loading')} />
        ) : (
          <FailureView failure={error} onRetry={refresh} retrying={fetching} size="panel" />
        )
      ) : (
        <QuotaForm key={data.resourceVersion} place={place} view={data} mayEdit={mayEdit} />
      )}
    </Panel>
  )
}

function QuotaForm({ place, view, mayEdit }: { place: ProjectPlace; view: QuotaView; mayEdit: boolean }) {
  const t = useTranslations('tenancy.quota')
  const form = useForm({
    initial: toQuotaValues(view.quota),
    schema: setQuotaSchema,
    toInput: (values) => ({ ...place, quota: fromQuotaValues(values), resourceVersion: view.resourceVersion }),
    action: setProjectQuota,
    onSuccess: () => toast({ tone: 'success', title: t('saved') }),
  })
  if (!mayEdit) return <QuotaFacts view={view} />
  return (
    <form onSubmit={form.submit} noValidate className="grid max-w-[800px] gap-4 p-4">
      <FailureNotice failure={form.failure} />
      <p className="text-sm text-fg-2">{t('text')}</p>
      <QuotaFields field={(name) => form.field(name, `quota.${name}`)} used={view.used} />
      <div>
        <Button type="submit" tone="primary" busy={form.pending} blocked={!form.dirty}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}

function QuotaFacts({ view }: { view: QuotaView }) {
  const t = useTranslations('tenancy.quota')
  return (
    <dl className="grid gap-4 p-4 sm:grid-cols-3">
      {(['cpu', 'memory', 'pods'] as const).map((name) => (
        <div key={name}>
          <dt className="text-xs text-fg-3">{t(name)}</dt>
          <dd className="tnum mt-0.5 text-sm">
            {view.quota[name] ?? t('none')}
            {view.used[name] === null ? null : (
              <span className="ml-2 text-fg-3">{t('used', { used: view.used[name] })}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
