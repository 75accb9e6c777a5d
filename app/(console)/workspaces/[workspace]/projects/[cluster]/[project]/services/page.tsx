import type { Metadata } from 'next'
import { ServicesView } from '#components/services/services-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getProject } from '#lib/features/projects/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ workspace: string; cluster: string; project: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('services'))('title')} · ${(await params).project}` }
}

/** The list itself is read by the browser: a cluster that is slow to answer must not keep the page. */
export default async function ServicesPage({ params }: Props) {
  const place = await params
  const result = await forPage(getProject(place))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <ServicesView place={place} cluster={result.data.cluster} />
}
