'use client'
import { useTranslations } from 'use-intl/react'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { InfoPanel } from '#components/tenancy/info-panel.tsx'
import { editWorkspaceInfo } from '#lib/features/workspaces/actions.ts'
import { editWorkspaceInfoSchema } from '#lib/features/workspaces/schema.ts'
import type { WorkspaceSummary } from '#lib/features/workspaces/types.ts'

/** What a workspace is called. Mount it anew for another version. */
export function WorkspaceSettingsView({ workspace }: { workspace: WorkspaceSummary }) {
  const t = useTranslations('tenancy.settings')
  const { name, alias, description, version, permissions } = workspace
  const form = useForm({
    initial: { alias, description },
    schema: editWorkspaceInfoSchema,
    toInput: (values) => ({ workspace: name, ...values, version }),
    action: editWorkspaceInfo,
    onSuccess: () => toast({ tone: 'success', title: t('saved', { name }) }),
  })
  return (
    <div className="grid gap-4">
      <PageHeader title={t('title')} description={t('workspaceText')} />
      <InfoPanel name={name} form={form} mayEdit={permissions.includes('workspace.settings.manage')} />
    </div>
  )
}
