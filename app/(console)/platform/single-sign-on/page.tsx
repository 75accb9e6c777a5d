import type { Metadata } from 'next'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { ProvidersView } from '#components/single-sign-on/providers-view.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getProviders } from '#lib/features/single-sign-on/queries.ts'
import { getT } from '#lib/i18n/server.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('singleSignOn'))('title') }
}

export default async function SingleSignOnPage() {
  const result = await forPage(getProviders({}))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <ProvidersView initial={result.data} />
}
