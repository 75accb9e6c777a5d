import type { Metadata } from 'next'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { RepositoriesView } from '#components/repositories/repositories-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listRepositories } from '#lib/features/repositories/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<DevopsPlace>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('repositories'))('title')} · ${(await params).devopsProject}` }
}

/** The plain list comes with the page; a list with search or order in the URL is read by the browser. */
export default async function RepositoriesPage({ params, searchParams }: Props) {
  const place = await params
  const [result, query] = await Promise.all([forPage(listRepositories(place)), searchParams])
  if (!result.ok) return <PageFailure failure={result.error} />
  return <RepositoriesView place={place} initial={Object.keys(query).length === 0 ? result.data : undefined} />
}
