import type { Metadata } from 'next'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { PolicyView } from '#components/devops-projects/policy/policy-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getPolicy } from '#lib/features/devops-projects/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<DevopsPlace> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('tenancy'))('policy.title')} · ${(await params).devopsProject}` }
}

export default async function PolicyPage({ params }: Props) {
  const place = await params
  const result = await forPage(getPolicy(place))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <PolicyView place={place} view={result.data} />
}
