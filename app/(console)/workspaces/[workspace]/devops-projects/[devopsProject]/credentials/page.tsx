import type { Metadata } from 'next'
import { CredentialsView } from '#components/credentials/credentials-view.tsx'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listCredentials } from '#lib/features/credentials/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<DevopsPlace>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('credentials'))('title')} · ${(await params).devopsProject}` }
}

/** The plain list comes with the page; a list with search or order in the URL is read by the browser. */
export default async function CredentialsPage({ params, searchParams }: Props) {
  const place = await params
  const [result, query] = await Promise.all([forPage(listCredentials(place)), searchParams])
  if (!result.ok) return <PageFailure failure={result.error} />
  return <CredentialsView place={place} initial={Object.keys(query).length === 0 ? result.data : undefined} />
}
