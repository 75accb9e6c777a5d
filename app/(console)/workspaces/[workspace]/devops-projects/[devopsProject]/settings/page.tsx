import type { Metadata } from 'next'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { DevopsSettingsView } from '#components/devops-projects/settings-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getDevopsProject } from '#lib/features/devops-projects/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<DevopsPlace> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('tenancy'))('settings.title')} · ${(await params).devopsProject}` }
}

export default async function DevopsSettingsPage({ params }: Props) {
  const place = await params
  const result = await forPage(getDevopsProject(place))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <DevopsSettingsView place={place} project={result.data} />
}
