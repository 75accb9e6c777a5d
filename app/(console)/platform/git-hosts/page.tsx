import type { Metadata } from 'next'
import { GitHostsView } from '#components/git-hosts/git-hosts-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listGitHosts } from '#lib/features/git-hosts/queries.ts'
import { getT } from '#lib/i18n/server.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('gitHosts'))('title') }
}

export default async function GitHostsPage() {
  const result = await forPage(listGitHosts({}))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <GitHostsView initial={result.data} />
}
