import type { Metadata } from 'next'
import { ClustersView } from '#components/clusters/clusters-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listClusters } from '#lib/features/clusters/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('clusters'))('title') }
}

/** The plain list comes with the page; a list with search or order in the URL is read by the browser. */
export default async function ClustersPage({ searchParams }: Props) {
  const [result, query] = await Promise.all([forPage(listClusters({})), searchParams])
  if (!result.ok) return <PageFailure failure={result.error} />
  return <ClustersView initial={Object.keys(query).length === 0 ? result.data : undefined} />
}
