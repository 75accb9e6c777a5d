import type { Metadata } from 'next'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { WorkspaceSettingsView } from '#components/workspaces/settings-view.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getWorkspace } from '#lib/features/workspaces/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ workspace: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('tenancy'))('settings.title')} · ${(await params).workspace}` }
}

export default async function WorkspaceSettingsPage({ params }: Props) {
  const result = await forPage(getWorkspace(await params))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <WorkspaceSettingsView key={result.data.version} workspace={result.data} />
}
