import type { Metadata } from 'next'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { RolesView } from '#components/roles/roles-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listRoles } from '#lib/features/roles/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<DevopsPlace> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('roles'))('title')} · ${(await params).devopsProject}` }
}

export default async function RolesPage({ params }: Props) {
  const place = await params
  const result = await forPage(listRoles(place))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <RolesView place={place} initial={result.data} />
}
