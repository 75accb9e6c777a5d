import type { Metadata } from 'next'
import { ClusterView } from '#components/clusters/cluster-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getCluster } from '#lib/features/clusters/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await params).name} · ${(await getT('clusters'))('title')}` }
}

export default async function ClusterPage({ params }: Props) {
  const result = await forPage(getCluster(await params))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <ClusterView initial={result.data} />
}
