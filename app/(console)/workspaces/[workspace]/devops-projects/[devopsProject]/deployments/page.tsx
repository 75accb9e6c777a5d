import type { Metadata } from 'next'
import { DeploymentsView } from '#components/deployments/list/deployments-view.tsx'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listDestinations } from '#lib/features/clusters/queries.ts'
import { listDeployments, listSavedFilters } from '#lib/features/deployments/queries.ts'
import { listRepositories } from '#lib/features/repositories/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<DevopsPlace>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('deployments'))('title')} · ${(await params).devopsProject}` }
}

/** Repositories that the filter offers: one page of them. */
const MOST_CHOICES = 100

/** The plain list comes with the page; a list with search, filter or order in the URL is read by the browser. */
export default async function DeploymentsPage({ params, searchParams }: Props) {
  const place = await params
  const [result, repositories, destinations, savedFilters, query] = await Promise.all([
    forPage(listDeployments(place)),
    listRepositories({ ...place, pageSize: MOST_CHOICES, sort: 'name', direction: 'asc' }),
    listDestinations(place),
    listSavedFilters(place),
    searchParams,
  ])
  if (!result.ok) return <PageFailure failure={result.error} />
  const clusters = destinations.ok ? destinations.data : []
  return (
    <DeploymentsView
      place={place}
      initial={Object.keys(query).length === 0 ? result.data : undefined}
      readiness={{
        repositories: repositories.ok ? repositories.data.total : 0,
        clusters: clusters.length,
        projects: clusters.reduce((sum, { projects }) => sum + projects.length, 0),
      }}
      savedFilters={savedFilters.ok ? savedFilters.data : []}
      choices={{
        clusters: clusters.map(({ cluster }) => cluster.name),
        repositories: repositories.ok ? repositories.data.items.map(({ name }) => name) : [],
      }}
    />
  )
}
